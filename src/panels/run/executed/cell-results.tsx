/** Cells of a script run, each with its values and figures. */
import type { CellPlan } from '@jupyterlab-kubeflow/protocol';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';
import { FigureView } from '../outputs/outputs-tab.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';
import { isNotebook } from '../run-texts.js';

export function CellResults({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const { detail } = session;
  if (!detail) return <p className="jp-kf-quiet">{trans.__('Loading …')}</p>;
  if (detail.plan?.mode === 'notebook') {
    return (
      <p className="jp-kf-empty">
        {isActive(run)
          ? trans.__('The executed notebook is there when the run has ended.')
          : trans.__('The run left no executed notebook.')}
      </p>
    );
  }
  const cells = (detail.plan?.cells ?? []).filter(({ outcome }) => outcome === 'kept');
  if (cells.length === 0) {
    return <p className="jp-kf-empty">{trans.__('This run executes no notebook.')}</p>;
  }
  return (
    <ol className="jp-kf-results">
      {cells.map(cell => (
        <CellResult key={cell.number} run={run} cell={cell} />
      ))}
    </ol>
  );
}

interface CellResultProps extends RunProps {
  readonly cell: CellPlan;
}

function CellResult({ run, cell }: CellResultProps): React.JSX.Element {
  const trans = useTrans();
  const { session, actions } = useRunView();
  const seconds = session.story.seconds.get(cell.number);
  return (
    <li className="jp-kf-result">
      <div className="jp-kf-result-head">
        <button
          type="button"
          className="jp-kf-link"
          disabled={!isNotebook(run)}
          onClick={() => {
            actions.openCell({ cell: cell.number });
          }}
        >
          {trans.__('cell %1', cell.number)}
        </button>
        <code>{cell.title}</code>
        <span className="jp-kf-number">
          {seconds === undefined ? '' : trans.__('%1 s', seconds.toFixed(1))}
        </span>
      </div>
      <Results run={run} number={cell.number} />
    </li>
  );
}

function Results(props: RunProps & { readonly number: number }): React.JSX.Element {
  const { story } = useRunView().session;
  const many = props.run.ranks.length > 1;
  const values = story.values.filter(({ cell }) => cell === props.number);
  const figures = story.figures.filter(({ cell }) => cell === props.number);
  return (
    <>
      {values.map(({ rank, text }, index) => (
        <pre key={index} className="jp-kf-value">
          {many ? `${String(rank)} ` : ''}
          {text}
        </pre>
      ))}
      {figures.map(figure => (
        <FigureView
          key={`${String(figure.rank)}/${figure.path}`}
          run={props.run}
          figure={figure}
        />
      ))}
    </>
  );
}
