/** A run in the list: its state, its name, since when, and what it says right now. */
import { deleteIcon, redoIcon, stopIcon } from '@jupyterlab/ui-components';
import { isActive, type Run } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { durationText, elide, numberText } from './format.js';
import { IconButton } from './icon-button.js';
import { messageText, sentenceText } from './messages.js';
import { Moment } from './moment.js';
import { placeText } from './place-texts.js';
import { StateMark } from './run-state.js';
import { stateText } from './state-text.js';
import { Sparkline } from './sparkline.js';
import { SuspendButton } from './suspend-button.js';
import { useTrans } from './trans.js';

const NAME_LENGTH = 24;

export interface RunRowProps {
  readonly run: Run;
  /** Values of each metric, oldest first. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The one row that Tab reaches; arrows move to the others. */
  readonly current: boolean;
  readonly onOpen: () => void;
  readonly onCancel: () => void;
  /** `false`: it is to be resumed. */
  readonly onSuspend: (suspend: boolean) => void;
  readonly onRerun: () => void;
  readonly onDelete: () => void;
}

export function RunRow(props: RunRowProps): React.JSX.Element {
  const { run } = props;
  const trans = useTrans();
  return (
    <li className="jp-kf-run" data-run={run.id} data-state={run.state}>
      <button
        type="button"
        className="jp-kf-run-open"
        tabIndex={props.current ? 0 : -1}
        title={rowTitle(trans, run)}
        aria-label={rowLabel(trans, run)}
        onClick={props.onOpen}
      >
        <StateMark state={run.state} />
        <span className="jp-kf-run-name">{elide(run.name, NAME_LENGTH)}</span>
        <When {...props} />
        <span className="jp-kf-run-line">{secondLine(trans, run, props.history)}</span>
        {isActive(run) && run.progress && <Progress run={run} />}
      </button>
      <Actions {...props} />
    </li>
  );
}

function When({ run, now }: RunRowProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <span className="jp-kf-run-when">
      {isActive(run) ? (
        activeText(trans, run, now)
      ) : (
        <Moment time={run.endedAt ?? run.createdAt} now={now} />
      )}
    </span>
  );
}

function Actions(props: RunRowProps): React.JSX.Element {
  const trans = useTrans();
  const { id } = props.run;
  if (isActive(props.run)) {
    const label = trans.__('Cancel %1', id);
    return (
      <span className="jp-kf-run-actions">
        <SuspendButton run={props.run} named onSuspend={props.onSuspend} />
        <IconButton icon={stopIcon} label={label} onClick={props.onCancel} />
      </span>
    );
  }
  return (
    <span className="jp-kf-run-actions">
      <IconButton
        icon={redoIcon}
        label={trans.__('Run %1 again', id)}
        onClick={props.onRerun}
      />
      <IconButton
        icon={deleteIcon}
        label={trans.__('Delete %1', id)}
        onClick={props.onDelete}
      />
    </span>
  );
}

function rowLabel(trans: TranslationBundle, run: Run): string {
  return trans.__('Run %1: %2', run.id, stateText(trans, run.state));
}

/** Id, place and kind. */
function rowTitle(trans: TranslationBundle, { id, target, kind }: Run): string {
  const parts = [id, ...(target ? [placeText(trans, target)] : []), kind];
  return parts.filter(part => part !== undefined).join(' · ');
}

function activeText(trans: TranslationBundle, run: Run, now: number): string {
  const ranks = run.ranks.length;
  const time = durationText(now - (run.startedAt ?? run.createdAt));
  if (ranks <= 1) return time;
  const running = run.ranks.filter(({ state }) => state === 'running').length;
  const partly = run.state === 'running' && running > 0 && running < ranks;
  const workers = partly
    ? trans._n('%2 of %1 worker', '%2 of %1 workers', ranks, running)
    : trans._n('%1 worker', '%1 workers', ranks);
  return `${workers} · ${time}`;
}

/** Why it failed or waits, else its last numbers. */
function secondLine(
  trans: TranslationBundle,
  run: Run,
  history: RunRowProps['history']
): React.ReactNode {
  const told = run.problem ?? run.obstacle;
  if (told) return sentenceText(trans, told);
  if (run.waiting) return messageText(trans, run.waiting);
  if (run.state === 'pending') return trans.__('Waiting for its processes to start');
  const metrics = Object.entries(run.metrics);
  if (metrics.length === 0) return stateText(trans, run.state);
  return (
    <span className="jp-kf-run-metrics">
      {metrics.map(([name, value], index) => (
        <span key={name}>
          {name} {numberText(value)}{' '}
          {index === 0 && <Sparkline values={history[name] ?? []} />}
        </span>
      ))}
    </span>
  );
}

function Progress({ run }: { readonly run: Run }): React.JSX.Element {
  const trans = useTrans();
  const { position, of } = run.progress ?? { position: 0, of: 1 };
  return (
    <span className="jp-kf-run-progress">
      {trans.__('cell %1 of %2', position, of)}
      <progress max={of} value={position} aria-hidden="true" />
    </span>
  );
}
