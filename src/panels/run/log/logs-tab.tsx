/** The merged output of all ranks. */
import {
  useCallback,
  useEffect,
  useReducer,
  useRef,
  useState,
  type KeyboardEvent,
  type MutableRefObject,
  type RefObject
} from 'react';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunContext, type RunProps } from '../context.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';
import { isNotebook } from '../run-texts.js';
import type { LogFilter } from './log-model.js';
import { LogProblem } from './log-problem.js';
import { LogToolbar } from './log-toolbar.js';
import { LogView } from './log-view.js';
import { copiedText, downloadLog } from './take-away.js';
import { CLOCK_COLUMNS } from './times.js';
import { fold } from './search.js';
import { stepFrom, type Step } from './step.js';
import { ROW_HEIGHT } from './scroller.js';
import { usePump } from './use-pump.js';
import { useCharacterWidth } from './use-size.js';

/** Characters in the ruler that measures one. */
const RULER = 64;

export function LogsTab({ run }: RunProps): React.JSX.Element {
  const { session, log, logState, actions } = useRunView();
  const control = useLogControl();
  const ruler = useRef<HTMLSpanElement>(null);
  const character = useCharacterWidth(ruler, RULER);
  const ranks = run.ranks.map(({ rank }) => rank);
  const most = Math.max(0, ...ranks);
  const rankColumns = ranks.length > 1 ? String(most).length : 0;
  const gutter =
    (rankColumns > 0 ? rankColumns + 1 : 0) + (logState.times ? CLOCK_COLUMNS + 1 : 0);
  const { found } = log;
  return (
    <div className="jp-kf-logs" onKeyDown={control.onKeyDown}>
      <LogToolbar {...control} log={log} state={logState} ranks={ranks} />
      <span ref={ruler} className="jp-kf-log-ruler" aria-hidden="true">
        {'0'.repeat(RULER)}
      </span>
      <LogProblem followed={session.followed} />
      {log.rows.length === 0 && log.settled && <NoLines run={run} />}
      <LogView
        log={log}
        lines={session.followed.lines}
        state={logState}
        gutter={gutter}
        character={character}
        rankColumns={rankColumns}
        time={logState.times}
        query={fold(control.query)}
        current={logState.at === undefined ? undefined : found?.at(logState.at)}
        openCell={isNotebook(run) ? actions.openCell : undefined}
        onChange={control.onChange}
        reveal={control.reveal}
      />
    </div>
  );
}

/** Why there is nothing, unless a problem has been told above. */
function NoLines({ run }: RunProps): React.JSX.Element | null {
  const trans = useTrans();
  const { session, log } = useRunView();
  const text = (): string => {
    if (log.filter !== 'all') return trans.__('No line is of this kind.');
    if (isActive(run)) return trans.__('No output yet.');
    return session.followed.complete
      ? trans.__('The run wrote nothing.')
      : trans.__('Reading the log …');
  };
  if (session.followed.problem) return null;
  return <p className="jp-kf-quiet jp-kf-log-none">{text()}</p>;
}

interface LogControl {
  readonly query: string;
  readonly searchField: RefObject<HTMLInputElement>;
  readonly reveal: MutableRefObject<(line: number) => void>;
  readonly onChange: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFilter: (filter: LogFilter) => void;
  readonly onQuery: (query: string) => void;
  readonly onStep: (by: Step) => void;
  readonly onToggle: (name: 'wrap' | 'follow' | 'times') => void;
  readonly onCopy: () => void;
  readonly onDownload: () => void;
}

function useLogControl(): LogControl {
  const view = useRunView();
  const { session, log, logState } = view;
  const kick = usePump(log, session.changed);
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const [query, setQuery] = useState(log.found?.query ?? '');
  const searchField = useRef<HTMLInputElement>(null);
  const reveal = useRef<(line: number) => void>(() => undefined);
  const onChange = useCallback(renderAgain, [renderAgain]);
  useTarget(view, reveal);
  const wanted = useWantedStep(view, reveal, onChange);
  return {
    query,
    searchField,
    reveal,
    onChange,
    onKeyDown: event => {
      focusOnSlash(event, searchField.current);
    },
    onFilter: filter => {
      choose(view, filter, reveal.current);
      kick();
    },
    onQuery: next => {
      setQuery(next);
      log.seek(next);
      logState.at = undefined;
      kick();
    },
    onStep: by => {
      wanted.current = by;
      onChange();
    },
    onToggle: name => {
      logState[name] = !logState[name];
      onChange();
    },
    ...takeAway(view)
  };
}

function focusOnSlash(event: KeyboardEvent, field: HTMLInputElement | null): void {
  if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  field?.focus();
}

/** Another filter; the line at the top stays in sight. */
function choose(
  { log, logState }: RunContext,
  filter: LogFilter,
  reveal: (line: number) => void
): void {
  const first = log.rows.lineAt(log.rows.find(logState.top / ROW_HEIGHT).row);
  log.show(filter);
  logState.at = undefined;
  if (!logState.follow) reveal(first);
}

function takeAway({
  session,
  log,
  options
}: RunContext): Pick<LogControl, 'onCopy' | 'onDownload'> {
  return {
    onCopy: () => {
      options.copy(copiedText(log, session.followed.lines));
    },
    onDownload: () => {
      downloadLog(log, session);
    }
  };
}

/** A step that was asked for, taken as soon as the search has come to it. */
function useWantedStep(
  { log, logState }: RunContext,
  reveal: RefObject<(line: number) => void>,
  onChange: () => void
): MutableRefObject<Step | undefined> {
  const wanted = useRef<Step>();
  useEffect(() => {
    const by = wanted.current;
    if (by === undefined) return;
    const next = stepFrom(logState.at, by, log);
    if (next === undefined && !log.settled) return;
    wanted.current = undefined;
    if (next === undefined) return;
    logState.at = next;
    const found = log.found?.at(next);
    if (found) reveal.current?.(found.line);
    onChange();
  });
  return wanted;
}

/** Brings the last error of a rank into sight, once, when all lines are there. */
function useTarget(
  { log, logTarget, session }: RunContext,
  reveal: RefObject<(line: number) => void>
): void {
  const ready = log.settled && (session.followed.complete || log.errors > 0);
  useEffect(() => {
    if (!ready || !logTarget || logTarget.shown) return;
    logTarget.shown = true;
    const line = log.lastError(logTarget.rank);
    if (line !== undefined) reveal.current?.(line);
  }, [log, logTarget, ready, reveal]);
}
