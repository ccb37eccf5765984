/** Each metric with its last value and how it got there. */
import { numberText } from '../../../ui/format.js';
import { Sparkline } from '../../../ui/sparkline.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView } from '../context.js';
import { thin } from '../metrics/thin.js';

/** Points a sparkline can show. */
const POINTS = 60;

export function MetricTiles(): React.JSX.Element | null {
  const trans = useTrans();
  const { session, actions } = useRunView();
  const { metrics } = session.story;
  if (metrics.names.length === 0) return null;
  return (
    <section>
      <h2>{trans.__('Metrics')}</h2>
      <div className="jp-kf-tiles">
        {metrics.names.map(name => (
          <button
            key={name}
            type="button"
            className="jp-kf-tile"
            onClick={() => {
              actions.show('metrics');
            }}
          >
            <span className="jp-kf-tile-name">{name}</span>
            <span className="jp-kf-tile-value">{lastText(metrics.main(name))}</span>
            <Sparkline values={drawn(metrics.main(name))} />
          </button>
        ))}
      </div>
    </section>
  );
}

function lastText(values: readonly number[]): string {
  const last = values.at(-1);
  return last === undefined ? '' : numberText(last);
}

function drawn(values: readonly number[]): number[] {
  const places = values.map((_, index) => index);
  return thin(places, values, POINTS).map(({ y }) => y);
}
