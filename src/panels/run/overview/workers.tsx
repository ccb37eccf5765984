/** The processes of the run. */
import { bytesText, type Rank } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { durationText, numberText } from '../../../ui/format.js';
import { useTrans } from '../../../ui/trans.js';
import { useNow } from '../../runs/hooks.js';
import { useRunView, type RunProps } from '../context.js';
import type { RankStory } from '../story.js';

const SECOND = 1000;

/** Columns that hold numbers, which stand right under their heading. */
const isNumber = (column: number): boolean => column >= 3 && column <= 8;

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
          <Head run={run} />
          <tbody>
            {run.ranks.map(rank => (
              <Worker
                key={rank.rank}
                rank={rank}
                pods={run.target !== undefined}
                now={now}
                told={session.story.ranks.get(rank.rank)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <thead>
      <tr>
        {headings(trans, run.target !== undefined).map((heading, index) => (
          <th
            key={heading}
            scope="col"
            className={isNumber(index) ? 'jp-kf-number' : undefined}
          >
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** @param pods - the workers are pods, which are somewhere */
function headings(trans: TranslationBundle, pods: boolean): string[] {
  return [
    trans.__('Rank'),
    trans.__('Role'),
    trans.__('State'),
    trans.__('Time'),
    trans.__('Exit'),
    trans.__('CPU'),
    trans.__('Memory'),
    trans.__('Peak memory'),
    ...(pods ? [trans.__('Restarts'), trans.__('Pod'), trans.__('Node')] : [])
  ];
}

interface WorkerProps {
  readonly rank: Rank;
  readonly pods: boolean;
  readonly now: number;
  readonly told: RankStory | undefined;
}

function Worker({ rank, pods, now, told }: WorkerProps): React.JSX.Element {
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
      {usedTexts(rank, told).map((text, index) => (
        <td key={index} className="jp-kf-number">
          {text}
        </td>
      ))}
      {pods && <Where rank={rank} />}
    </tr>
  );
}

/** CPU and memory now, and the most memory. */
function usedTexts({ state }: Rank, told: RankStory | undefined): string[] {
  const { cpu, memoryBytes, peakBytes } = told ?? {};
  const goesOn = state === 'running';
  return [
    goesOn && cpu !== undefined ? numberText(Number(cpu.toFixed(2))) : '',
    goesOn && memoryBytes !== undefined ? bytesText(memoryBytes) : '',
    peakBytes === undefined ? '' : bytesText(peakBytes)
  ];
}

function Where({ rank }: { readonly rank: Rank }): React.JSX.Element {
  return (
    <>
      <td className="jp-kf-number">{rank.restarts ?? 0}</td>
      <td>{rank.pod ?? ''}</td>
      <td>{rank.node ?? ''}</td>
    </>
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
