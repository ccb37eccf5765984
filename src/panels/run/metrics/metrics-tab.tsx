/** Every metric as a plot, of all ranks and of runs to compare with. */
import { Button } from '@jupyterlab/ui-components';
import { useEffect, useState } from 'react';
import { Choices } from '../../../ui/choices.js';
import { RunSelect } from '../../../ui/run-select.js';
import { useTrans } from '../../../ui/trans.js';
import { useSignal } from '../../runs/hooks.js';
import { useRunView, type RunProps } from '../context.js';
import { saveText } from '../save.js';
import { useLook, type Look } from '../look.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';
import { RunSession } from '../session.js';
import { metricsCsv } from './csv.js';
import { Plot } from './plot.js';
import { canPlot } from './plot-host.js';
import type { Axis, PlotLine } from './spec.js';
import { startOf } from './start.js';
import { UsagePlots } from './usage-plots.js';

export default function MetricsTab({ run }: RunProps): React.JSX.Element {
  return (
    <div className="jp-kf-metrics">
      <NoPlots />
      <MetricPlots run={run} />
      <UsagePlots run={run} />
    </div>
  );
}

function MetricPlots({ run }: RunProps): React.JSX.Element {
  const { session } = useRunView();
  const [axis, setAxis] = useState<Axis>('step');
  const [otherId, setOtherId] = useState('');
  const other = useOther(otherId);
  const look = useLook();
  const sessions = other ? [session, other] : [session];
  const names = [...new Set(sessions.flatMap(({ story }) => story.metrics.names))];
  if (session.story.metrics.names.length === 0) return <NoMetrics run={run} />;
  return (
    <>
      <Controls
        axis={axis}
        onAxis={setAxis}
        other={otherId}
        onOther={setOtherId}
        sessions={sessions}
      />
      <div className="jp-kf-plots">
        {names.map(name => {
          const lines = sessions.flatMap((one, index) =>
            linesOf(one, name, look, index > 0)
          );
          const count = lines.reduce(
            (sum, { series }) => sum + series.values.length,
            0
          );
          return (
            <Plot key={name} name={name} axis={axis} lines={lines} count={count} />
          );
        })}
      </div>
    </>
  );
}

/** The run to compare with, followed as long as it is compared. */
function useOther(id: string): RunSession | undefined {
  const { runs } = useRunView().session;
  const [other, setOther] = useState<RunSession | undefined>();
  useEffect(() => {
    if (id === '') {
      setOther(undefined);
      return undefined;
    }
    const made = new RunSession(id, runs);
    setOther(made);
    return () => {
      made.dispose();
    };
  }, [id, runs]);
  useSignal(other?.changed);
  return other;
}

function linesOf(
  { id, story, run }: RunSession,
  name: string,
  look: Look,
  dashed: boolean
): PlotLine[] {
  const all = story.metrics.of(name);
  return all.map(series => ({
    label: dashed ? `${id} ${String(series.rank)}` : String(series.rank),
    colour:
      look.ranks[(series.rank + (dashed ? 1 : 0)) % look.ranks.length] ?? look.text,
    dashed,
    series,
    start: startOf(run)
  }));
}

interface ControlsProps {
  readonly axis: Axis;
  readonly other: string;
  readonly sessions: readonly RunSession[];
  readonly onAxis: (axis: Axis) => void;
  readonly onOther: (id: string) => void;
}

function Controls(props: ControlsProps): React.JSX.Element {
  const trans = useTrans();
  const { axis, sessions } = props;
  const [own] = sessions;
  const others = own?.runs.runs.filter(({ id }) => id !== own.id) ?? [];
  return (
    <div className="jp-kf-tab-controls">
      <Choices
        choices={[
          { value: 'step', label: trans.__('by step') },
          { value: 'time', label: trans.__('by time') }
        ]}
        current={axis}
        label={trans.__('Axis')}
        onChange={props.onAxis}
      />
      <RunSelect
        label={trans.__('Compare with')}
        runs={others.map(({ id }) => id)}
        current={props.other}
        onChange={props.onOther}
      />
      <Button
        small
        onClick={() => {
          downloadCsv(sessions);
        }}
      >
        {trans.__('Download CSV')}
      </Button>
    </div>
  );
}

function downloadCsv(sessions: readonly RunSession[]): void {
  const runs = sessions.map(({ id, story: { metrics } }) => ({
    run: id,
    names: metrics.names,
    of: (name: string) => metrics.of(name)
  }));
  saveText([metricsCsv(runs)], `${sessions[0]?.id ?? 'run'}-metrics.csv`);
}

function NoMetrics({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <p className="jp-kf-empty">
      {isActive(run)
        ? trans.__('No metrics yet.')
        : trans.__('The run has no metrics.')}{' '}
      {trans.__(
        'Numbers in lines like “loss=0.31” or “epoch 3 loss: 0.31” become metrics.'
      )}
    </p>
  );
}

function NoPlots(): React.JSX.Element | null {
  const trans = useTrans();
  const { options } = useRunView();
  if (canPlot(options.rendermime)) return null;
  return (
    <p className="jp-kf-quiet-line">
      {trans.__(
        'This JupyterLab has no Vega renderer: values can be downloaded as CSV.'
      )}
    </p>
  );
}
