/** Tabs as the ARIA practices describe them: arrows move, one tab is in the tab order. */
import {
  useId,
  useRef,
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactNode
} from 'react';

export interface TabsProps<Name extends string> {
  readonly tabs: readonly { readonly name: Name; readonly label: string }[];
  readonly current: Name;
  /** What the tabs are about. */
  readonly label: string;
  readonly onChange: (name: Name) => void;
  /** The panel of the current tab. */
  readonly children: ReactNode;
}

/** Where an arrow leads from `index`; nowhere for other keys. */
export function tabAfter(key: string, index: number, count: number): number {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return index;
}

export function Tabs<Name extends string>(props: TabsProps<Name>): React.JSX.Element {
  const id = useId();
  return (
    <>
      <TabList {...props} id={id} />
      <div
        id={`${id}-panel`}
        className="jp-kf-tabpanel"
        role="tabpanel"
        aria-labelledby={`${id}-${props.current}`}
      >
        {props.children}
      </div>
    </>
  );
}

function TabList<Name extends string>(
  props: TabsProps<Name> & { readonly id: string }
): React.JSX.Element {
  const { tabs, current, id, onChange } = props;
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ name }) => name === current);
    const next = tabAfter(event.key, index, tabs.length);
    const tab = tabs[next];
    if (!tab || next === index) return;
    event.preventDefault();
    onChange(tab.name);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div
      ref={list}
      className="jp-kf-tabs"
      role="tablist"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {tabs.map(({ name, label }) => (
        <button
          key={name}
          id={`${id}-${name}`}
          type="button"
          {...tabState(name === current)}
          aria-controls={`${id}-panel`}
          onClick={() => {
            onChange(name);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Only the current tab is reached by the tabulator key. */
function tabState(current: boolean): ButtonHTMLAttributes<HTMLButtonElement> {
  return {
    role: 'tab',
    className: 'jp-kf-tab',
    'aria-selected': current,
    tabIndex: current ? 0 : -1
  };
}
