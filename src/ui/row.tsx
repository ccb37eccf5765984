/** One line of the plan card: a label, a value, and where the value comes from. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import { useId, useState, type ReactNode } from 'react';

export interface RowProps {
  readonly label: string;
  /** Id of the field the label is for. */
  readonly field?: string;
  readonly reason?: string | undefined;
  readonly children: ReactNode;
}

export function Row({ label, field, reason, children }: RowProps): React.JSX.Element {
  return (
    <div className="jp-kf-row">
      <label className="jp-kf-row-label" htmlFor={field}>
        {label}
      </label>
      <div className="jp-kf-row-value">{children}</div>
      {reason !== undefined && <div className="jp-kf-row-reason">{reason}</div>}
    </div>
  );
}

export interface DisclosureProps {
  readonly label: string;
  /** What there is to see when it is opened, in a few words. */
  readonly summary: ReactNode;
  readonly children: ReactNode;
  /** Opened from outside, e.g. by a link to what is wrong. */
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
}

export function Disclosure(props: DisclosureProps): React.JSX.Element {
  const [own, setOwn] = useState(false);
  const open = props.open ?? own;
  const region = useId();
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <div className="jp-kf-disclosure">
      <button
        type="button"
        className="jp-kf-disclosure-button"
        aria-expanded={open}
        aria-controls={region}
        onClick={() => {
          (props.onToggle ?? setOwn)(!open);
        }}
      >
        <Caret.react tag="span" className="jp-kf-caret" />
        <span className="jp-kf-row-label">{props.label}</span>
        <Summary summary={props.summary} />
      </button>
      <div id={region} className="jp-kf-disclosure-body" hidden={!open}>
        {open && props.children}
      </div>
    </div>
  );
}

/** Words that do not fit are in the tooltip. */
function Summary({ summary }: { readonly summary: ReactNode }): React.JSX.Element {
  if (typeof summary !== 'string') {
    return <span className="jp-kf-disclosure-summary">{summary}</span>;
  }
  return (
    <span className="jp-kf-disclosure-summary" title={summary}>
      <span className="jp-kf-elided">{summary}</span>
    </span>
  );
}
