/** The processes of the run. */
import { bytesText, type Rank } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { durationText } from '../../../ui/format.js';
import { useTrans } from '../../../ui/trans.js';
import { useNow } from '../../runs/hooks.js';
import { useRunView, type RunProps } from '../context.js';

const SECOND = 1000;

/** Columns from here on hold numbers, which stand right under their heading. */
const NUMBERS_FROM = 3;

export function Workers({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const now = useNow(SECOND);
  return (
    <section>
      <h2>{trans.__('Workers')}</h2>
      <div
        className="jp-kf-scroll"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Workers')}
      >
        <table className="jp-kf-table">
          <Head />
          <tbody>
            {run.ranks.map(rank => (
              <Worker
                key={rank.rank}
                rank={rank}
                now={now}
                peakBytes={session.story.ranks.get(rank.rank)?.peakBytes}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head(): React.JSX.Element {
  const trans = useTrans();
  return (
    <thead>
      <tr>
        {headings(trans).map((heading, index) => (
          <th
            key={heading}
            scope="col"
            className={index < NUMBERS_FROM ? undefined : 'jp-kf-number'}
          >
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function headings(trans: TranslationBundle): string[] {
  return [
    trans.__('Rank'),
    trans.__('Role'),
    trans.__('State'),
    trans.__('Time'),
    trans.__('Exit'),
    trans.__('Peak memory')
  ];
}

interface WorkerProps {
  readonly rank: Rank;
  readonly now: number;
  readonly peakBytes: number | undefined;
}

function Worker({ rank, now, peakBytes }: WorkerProps): React.JSX.Element {
  const trans = useTrans();
  const { startedAt, endedAt } = rank;
  const time =
    startedAt === undefined ? '' : durationText((endedAt ?? now) - startedAt);
  return (
    <tr data-state={rank.state}>
      <th scope="row">{rank.rank}</th>
      <td>{`${rank.role} ${String(rank.index)}`}</td>
      <td>{stateText(trans, rank.state)}</td>
      <td className="jp-kf-number">{time}</td>
      <td className="jp-kf-number">{exitText(rank)}</td>
      <td className="jp-kf-number">
        {peakBytes === undefined ? '' : bytesText(peakBytes)}
      </td>
    </tr>
  );
}

function exitText({ exitCode, signal }: Rank): string {
  if (signal !== undefined) return signal;
  return exitCode === undefined ? '' : String(exitCode);
}

function stateText(trans: TranslationBundle, state: Rank['state']): string {
  switch (state) {
    case 'waiting':
      return trans.__('waiting');
    case 'running':
      return trans.__('running');
    case 'succeeded':
      return trans.__('succeeded');
    case 'failed':
      return trans.__('failed');
    case 'stopped':
      return trans.__('stopped');
  }
}
