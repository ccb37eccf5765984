/** Parameters and metrics beside those of another run; at first the one it repeats. */
import type { Plan, Run } from '@jupyterlab-kubeflow/protocol';
import { useEffect, useState } from 'react';
import type { IRuns } from '../../../tokens.js';
import { numberText } from '../../../ui/format.js';
import { RunSelect } from '../../../ui/run-select.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';
import {
  compareValues,
  parameterValues,
  type ComparedValue
} from '../parameter-diff.js';

export function Comparison({ run }: RunProps): React.JSX.Element | null {
  const trans = useTrans();
  const { session, actions } = useRunView();
  const [chosen, setChosen] = useState<string | undefined>();
  const others = session.runs.runs.filter(({ id }) => id !== run.id);
  const parent = others.find(({ id }) => id === run.parent)?.id;
  const other = others.find(({ id }) => id === (chosen ?? parent));
  if (others.length === 0) return null;
  return (
    <section className="jp-kf-comparison">
      <h2>
        {other !== undefined && other.id === run.parent
          ? trans.__('Changed from the run it repeats')
          : trans.__('Comparison')}
      </h2>
      <RunSelect
        label={trans.__('Compare with')}
        runs={others.map(({ id }) => id)}
        current={other?.id ?? ''}
        onChange={setChosen}
      />
      {other && <ComparedRuns run={run} other={other} onOpen={actions.openRun} />}
    </section>
  );
}

interface ComparedRunsProps extends RunProps {
  readonly other: Run;
  readonly onOpen: (id: string) => void;
}

function ComparedRuns({ run, other, onOpen }: ComparedRunsProps): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const here = session.detail?.plan;
  const there = usePlan(session.runs, other.id);
  const rows =
    here && there ? compareValues(parameterValues(here), parameterValues(there)) : [];
  const metrics = compareValues(metricValues(run), metricValues(other));
  return (
    <div
      className="jp-kf-scroll"
      tabIndex={0}
      role="region"
      aria-label={trans.__('Comparison')}
    >
      <table className="jp-kf-table">
        <Head other={other.id} onOpen={onOpen} />
        <Rows title={trans.__('Parameters')} rows={rows} />
        <Rows title={trans.__('Metrics')} rows={metrics} />
      </table>
      {here && there && here.source.sha256 !== there.source.sha256 && (
        <p className="jp-kf-quiet-line">{trans.__('The notebook has changed, too.')}</p>
      )}
    </div>
  );
}

function Head(props: {
  readonly other: string;
  readonly onOpen: (id: string) => void;
}): React.JSX.Element {
  const trans = useTrans();
  return (
    <thead>
      <tr>
        <th scope="col">{trans.__('Value')}</th>
        <th scope="col">{trans.__('this run')}</th>
        <th scope="col">
          <button
            type="button"
            className="jp-kf-link"
            onClick={() => {
              props.onOpen(props.other);
            }}
          >
            {props.other}
          </button>
        </th>
      </tr>
    </thead>
  );
}

function Rows(props: {
  readonly title: string;
  readonly rows: readonly ComparedValue[];
}): React.JSX.Element | null {
  const trans = useTrans();
  if (props.rows.length === 0) return null;
  return (
    <tbody>
      <tr>
        <th colSpan={3} scope="colgroup" className="jp-kf-table-group">
          {props.title}
        </th>
      </tr>
      {props.rows.map(({ name, here, there, differs }) => (
        <tr key={name} data-differs={differs}>
          <th scope="row">
            {name}
            {differs && <span className="jp-kf-unseen"> {trans.__('(differs)')}</span>}
          </th>
          <td>{here ?? '–'}</td>
          <td>{there ?? '–'}</td>
        </tr>
      ))}
    </tbody>
  );
}

function metricValues({ metrics }: Run): ReadonlyMap<string, string> {
  const entries = Object.entries(metrics);
  return new Map(entries.map(([name, value]) => [name, numberText(value)]));
}

/** The plan of another run; nothing while it is awaited, or when it is gone. */
function usePlan(runs: IRuns, id: string): Plan | undefined {
  const [plan, setPlan] = useState<Plan | undefined>();
  useEffect(() => {
    let wanted = true;
    setPlan(undefined);
    runs.detail(id).then(
      detail => {
        if (wanted) setPlan(detail.plan);
      },
      () => undefined
    );
    return () => {
      wanted = false;
    };
  }, [runs, id]);
  return plan;
}
