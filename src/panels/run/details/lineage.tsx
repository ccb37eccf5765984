/** The run this one repeats, and those that repeat it. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { StateMark } from '../../../ui/run-state.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';

export function Lineage({ run }: RunProps): React.JSX.Element | null {
  const trans = useTrans();
  const { runs } = useRunView().session;
  const parent = run.parent === undefined ? undefined : runs.get(run.parent);
  const children = runs.runs.filter(other => other.parent === run.id);
  if (run.parent === undefined && children.length === 0) return null;
  return (
    <section>
      <h2>{trans.__('Lineage')}</h2>
      <ul className="jp-kf-lineage">
        {run.parent !== undefined && (
          <li>
            {trans.__('Repeats')} {parent ? <RunLink run={parent} /> : run.parent}
          </li>
        )}
        {children.map(child => (
          <li key={child.id}>
            {trans.__('Repeated by')} <RunLink run={child} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunLink({ run }: { readonly run: Run }): React.JSX.Element {
  const { actions } = useRunView();
  return (
    <>
      <StateMark state={run.state} />{' '}
      <button
        type="button"
        className="jp-kf-link"
        onClick={() => {
          actions.openRun(run.id);
        }}
      >
        {run.id}
      </button>
    </>
  );
}
