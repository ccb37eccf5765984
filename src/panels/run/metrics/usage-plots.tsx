/** CPU and memory of each rank over time. */
import { isActive, usageLimits } from '@jupyterlab-kubeflow/protocol';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';
import { useLook } from '../look.js';
import { Plot } from './plot.js';
import { startOf } from './start.js';
import { usagePlots } from './usage.js';

/** Pixels. */
const HEIGHT = 170;

export function UsagePlots({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const look = useLook();
  const { story, detail } = useRunView().session;
  const plan = detail?.plan;
  const plots = usagePlots({
    trans,
    look,
    usage: story.usage,
    limits: plan && usageLimits(plan),
    start: startOf(run)
  });
  return (
    <section className="jp-kf-usage" aria-label={trans.__('CPU and memory')}>
      <h2>{trans.__('CPU and memory')}</h2>
      {plots.length === 0 && <NoUsage run={run} />}
      <div className="jp-kf-plots">
        {plots.map(({ name, unit, text, lines, count }) => (
          <Plot
            key={name}
            {...{ name, unit, text, lines, count }}
            axis="time"
            height={HEIGHT}
            fromZero
          />
        ))}
      </div>
    </section>
  );
}

function NoUsage({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { followed } = useRunView().session;
  const text = isActive(run)
    ? trans.__('Not measured yet.')
    : followed.complete
      ? trans.__('Not measured: the run was too short, or its system does not tell.')
      : trans.__('Loading …');
  return <p className="jp-kf-quiet-line">{text}</p>;
}
