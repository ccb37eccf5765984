/** The run at a glance. */
import { Button } from '@jupyterlab/ui-components';
import { useTrans } from '../../../ui/trans.js';
import { Waiting } from '../../../ui/waiting.js';
import { useRunView, type RunProps } from '../context.js';
import { StyledText } from '../log/styled-text.js';
import { Comparison } from './comparison.js';
import { MetricTiles } from './metric-tiles.js';
import { Workers } from './workers.js';

export function OverviewTab({ run }: RunProps): React.JSX.Element {
  return (
    <div className="jp-kf-overview">
      <Waiting run={run} />
      <CellProgress run={run} />
      <MetricTiles />
      <Workers run={run} />
      <LastLines run={run} />
      <Comparison run={run} />
    </div>
  );
}

function CellProgress({ run }: RunProps): React.JSX.Element | null {
  const trans = useTrans();
  if (!run.progress) return null;
  const { position, of } = run.progress;
  const text = trans.__('cell %1 of %2', position, of);
  return (
    <section className="jp-kf-progress" aria-label={trans.__('Progress')}>
      <span>{text}</span>
      <progress
        max={of}
        value={run.state === 'succeeded' ? position : Math.max(0, position - 1)}
        aria-label={text}
      />
    </section>
  );
}

const LAST = 5;

function LastLines({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session, actions } = useRunView();
  const { lines } = session.followed;
  const first = Math.max(0, lines.length - LAST);
  const text = Array.from({ length: lines.length - first }, (_, index) => {
    const line = lines.at(first + index);
    const rank = run.ranks.length > 1 ? `${String(line?.rank)} ` : '';
    return `${rank}${line?.text ?? ''}`;
  }).join('\n');
  return (
    <section>
      <h2>{trans.__('Last lines')}</h2>
      {lines.length === 0 ? (
        <p className="jp-kf-quiet-line">{trans.__('No output yet.')}</p>
      ) : (
        <pre
          className="jp-kf-last-lines"
          tabIndex={0}
          aria-label={trans.__('Last lines')}
        >
          <StyledText text={text} />
        </pre>
      )}
      <Button
        small
        onClick={() => {
          actions.show('logs');
        }}
      >
        {trans.__('All of the log')}
      </Button>
    </section>
  );
}
