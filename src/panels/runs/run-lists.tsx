/** Runs that go on, and those before them; arrows move, Enter opens. */
import type { CommandRegistry } from '@lumino/commands';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { useRef, useState, type KeyboardEvent } from 'react';
import { CommandIDs, type IRuns } from '../../tokens.js';
import { isComposing, isKey } from '../../ui/keys.js';
import { RunRow } from '../../ui/run-row.js';
import { useTrans } from '../../ui/trans.js';
import { useNow } from './hooks.js';
import { moveFocus } from './move-focus.js';
import { matches, splitRuns } from './split-runs.js';

export interface RunListsProps {
  readonly runs: IRuns;
  readonly commands: CommandRegistry;
}

/** Milliseconds between two looks at the clock: a running time ticks, a date does not. */
const TICK = 1000;
const SLOW_TICK = 20_000;

/** Earlier runs shown before “Show all”: a long list must not slow the panel. */
const SHOWN = 50;

export function RunLists(props: RunListsProps): React.JSX.Element {
  const { runs } = props;
  const [filter, setFilter] = useState('');
  const lists = useRef<HTMLDivElement>(null);
  const visible = runs.runs.filter(run => !runs.leaving.has(run.id));
  const { active, earlier } = splitRuns(visible);
  const now = useNow(active.length > 0 ? TICK : SLOW_TICK);
  if (visible.length === 0) return <NoRuns {...props} />;
  const shared = { ...props, now, first: active[0]?.id ?? earlier[0]?.id };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (event.key === 'Escape') void props.commands.execute(CommandIDs.openPanel);
    if (lists.current && moveFocus(lists.current, event.key)) event.preventDefault();
  };
  return (
    <div ref={lists} className="jp-kf-lists" onKeyDown={onKeyDown}>
      {active.length > 0 && <Active {...shared} list={active} />}
      {earlier.length > 0 && (
        <Earlier {...shared} list={earlier} filter={filter} onFilter={setFilter} />
      )}
    </div>
  );
}

interface ListProps extends RunListsProps {
  readonly list: readonly Run[];
  readonly now: number;
  /** Id of the row that Tab reaches. */
  readonly first: string | undefined;
}

function Active(props: ListProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <section aria-label={trans.__('Active runs')}>
      <h3 className="jp-kf-list-title">
        {trans.__('Active')} <span>{props.list.length}</span>
      </h3>
      <Rows {...props} />
    </section>
  );
}

interface FilterProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

function Filter({ filter, onFilter }: FilterProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <input
      type="search"
      className="jp-kf-filter"
      aria-label={trans.__('Filter earlier runs')}
      placeholder={trans.__('Filter')}
      value={filter}
      onChange={event => {
        onFilter(event.target.value);
      }}
      onKeyDown={event => {
        if (!isKey(event, 'Escape') || filter === '') return;
        event.preventDefault();
        onFilter('');
      }}
    />
  );
}

function Earlier(props: ListProps & FilterProps): React.JSX.Element {
  const trans = useTrans();
  const [all, setAll] = useState(false);
  const found = props.list.filter(run => matches(run, props.filter));
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <section aria-label={trans.__('Earlier runs')}>
      <h3 className="jp-kf-list-title">
        {trans.__('Earlier')} <span>{props.list.length}</span>
        <Filter {...props} />
      </h3>
      <Rows {...props} list={shown} />
      {found.length === 0 && (
        <p className="jp-kf-quiet">{trans.__('No run matches “%1”.', props.filter)}</p>
      )}
      {shown.length < found.length && (
        <button
          type="button"
          className="jp-kf-link"
          onClick={() => {
            setAll(true);
          }}
        >
          {trans.__('Show all %1', found.length)}
        </button>
      )}
    </section>
  );
}

function Rows({ list, runs, commands, now, first }: ListProps): React.JSX.Element {
  const execute = (command: string, id: string) => () => {
    void commands.execute(command, { id });
  };
  return (
    <ul className="jp-kf-runs">
      {list.map(run => (
        <RunRow
          key={run.id}
          run={run}
          history={runs.history(run.id)}
          now={now}
          current={run.id === first}
          onOpen={execute(CommandIDs.openRun, run.id)}
          onCancel={execute(CommandIDs.cancelRun, run.id)}
          onSuspend={suspend => {
            execute(suspend ? CommandIDs.suspendRun : CommandIDs.resumeRun, run.id)();
          }}
          onRerun={execute(CommandIDs.rerun, run.id)}
          onDelete={execute(CommandIDs.deleteRun, run.id)}
        />
      ))}
    </ul>
  );
}

function NoRuns({ runs, commands }: RunListsProps): React.JSX.Element | null {
  const trans = useTrans();
  if (!runs.loaded) {
    return runs.connection.kind === 'connecting' ? (
      <p className="jp-kf-quiet" aria-busy="true">
        {trans.__('Looking for runs …')}
      </p>
    ) : null;
  }
  return (
    <p className="jp-kf-quiet">
      {trans.__(
        'No runs yet. Open a notebook, look at its plan above, and run it: the run appears here and goes on even when you close the browser.'
      )}{' '}
      {commands.hasCommand(CommandIDs.openExample) && (
        <button
          type="button"
          className="jp-kf-link"
          onClick={() => {
            void commands.execute(CommandIDs.openExample);
          }}
        >
          {trans.__('Open an example notebook')}
        </button>
      )}
    </p>
  );
}
