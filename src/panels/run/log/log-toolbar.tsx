/** What is shown of the log, a search in it, and taking it elsewhere. */
import {
  caretDownIcon,
  caretUpIcon,
  copyIcon,
  downloadIcon
} from '@jupyterlab/ui-components';
import { BUILDER } from '@jupyterlab-kubeflow/protocol';
import type { RefObject } from 'react';
import {
  Choices,
  Toggle,
  type Choice,
  type ChoicesProps
} from '../../../ui/choices.js';
import { IconButton } from '../../../ui/icon-button.js';
import { isKey } from '../../../ui/keys.js';
import { useTrans } from '../../../ui/trans.js';
import type { LogFilter, LogModel } from './log-model.js';
import { MOST_FOUND } from './search.js';
import type { LogViewState } from './view-state.js';

export interface LogToolbarProps {
  readonly log: LogModel;
  readonly state: LogViewState;
  /** Ranks of the run, ascending. */
  readonly ranks: readonly number[];
  readonly query: string;
  readonly searchField: RefObject<HTMLInputElement>;
  readonly onFilter: (filter: LogFilter) => void;
  readonly onQuery: (query: string) => void;
  /** Goes to the next (1) or the previous (-1) occurrence. */
  readonly onStep: (by: 1 | -1) => void;
  readonly onToggle: (name: 'wrap' | 'follow' | 'times') => void;
  readonly onCopy: () => void;
  readonly onDownload: () => void;
}

export function LogToolbar(props: LogToolbarProps): React.JSX.Element {
  const trans = useTrans();
  const { state, onToggle } = props;
  const toggles = [
    { name: 'wrap', label: trans.__('Wrap') },
    { name: 'times', label: trans.__('Times') },
    { name: 'follow', label: trans.__('Follow') }
  ] as const;
  return (
    <div className="jp-kf-log-toolbar" role="toolbar" aria-label={trans.__('Log')}>
      <Filter {...props} />
      <SearchField {...props} />
      <div className="jp-kf-toggles">
        {toggles.map(({ name, label }) => (
          <Toggle
            key={name}
            label={label}
            pressed={state[name]}
            onClick={() => {
              onToggle(name);
            }}
          />
        ))}
        <IconButton
          icon={copyIcon}
          label={trans.__('Copy the lines shown')}
          onClick={props.onCopy}
        />
        <IconButton
          icon={downloadIcon}
          label={trans.__('Download the log')}
          onClick={props.onDownload}
        />
      </div>
    </div>
  );
}

/** More ranks than this are chosen from a list. */
const MOST_BUTTONS = 6;

function Filter({ log, ranks, onFilter }: LogToolbarProps): React.JSX.Element {
  const trans = useTrans();
  const label = trans.__('Lines shown');
  const ofRanks = ranks.length > 1 ? ranks : [];
  const ofBuild = log.ranks.includes(BUILDER) ? [BUILDER] : [];
  const choices: readonly Choice<LogFilter>[] = [
    { value: 'all', label: trans.__('all') },
    ...ofBuild.map(value => ({
      ...{ value, label: trans.__('image') },
      name: trans.__('how the image was built')
    })),
    ...ofRanks.map(rank => ({
      value: rank,
      label: String(rank),
      name: trans.__('rank %1', rank)
    })),
    { value: 'errors', label: trans.__('errors %1', log.errors) }
  ];
  const props = { choices, current: log.filter, label, onChange: onFilter };
  return ranks.length > MOST_BUTTONS ? (
    <FilterList {...props} />
  ) : (
    <Choices {...props} />
  );
}

function FilterList(props: ChoicesProps<LogFilter>): React.JSX.Element {
  const { choices, current, label, onChange } = props;
  return (
    <select
      className="jp-mod-styled"
      aria-label={label}
      value={String(current)}
      onChange={event => {
        const { value } = event.target;
        onChange(choices.find(one => String(one.value) === value)?.value ?? 'all');
      }}
    >
      {choices.map(choice => (
        <option key={choice.value} value={String(choice.value)}>
          {choice.name ?? choice.label}
        </option>
      ))}
    </select>
  );
}

function SearchField(props: LogToolbarProps): React.JSX.Element {
  const trans = useTrans();
  const { query, onQuery, onStep } = props;
  return (
    <div className="jp-kf-log-search" role="search">
      <input
        ref={props.searchField}
        className="jp-mod-styled"
        type="search"
        aria-label={trans.__('Search the log')}
        placeholder={trans.__('Search ( / )')}
        value={query}
        onChange={event => {
          onQuery(event.target.value);
        }}
        onKeyDown={event => {
          if (isKey(event, 'Enter')) onStep(event.shiftKey ? -1 : 1);
          if (!isKey(event, 'Escape') || query === '') return;
          event.preventDefault();
          onQuery('');
        }}
      />
      <span className="jp-kf-log-count" role="status">
        {countText(trans, props)}
      </span>
      <Steps {...props} />
    </div>
  );
}

function Steps({ log, onStep }: LogToolbarProps): React.JSX.Element {
  const trans = useTrans();
  const none = (log.found?.count ?? 0) === 0;
  return (
    <>
      <IconButton
        icon={caretUpIcon}
        label={trans.__('Previous occurrence')}
        disabled={none}
        onClick={() => {
          onStep(-1);
        }}
      />
      <IconButton
        icon={caretDownIcon}
        label={trans.__('Next occurrence')}
        disabled={none}
        onClick={() => {
          onStep(1);
        }}
      />
    </>
  );
}

function countText(
  trans: ReturnType<typeof useTrans>,
  { log, state }: LogToolbarProps
): string {
  const { found } = log;
  if (!found) return '';
  const count = `${String(found.count)}${found.count >= MOST_FOUND ? '+' : ''}`;
  if (state.at === undefined) return trans.__('%1 found', count);
  return trans.__('%1 of %2', state.at + 1, count);
}
