/** Chooses one of several runs, or none. */
import { useId } from 'react';
import { useTrans } from './trans.js';

export interface RunSelectProps {
  readonly label: string;
  /** Ids, in the order they are shown. */
  readonly runs: readonly string[];
  /** Empty: none. */
  readonly current: string;
  readonly onChange: (id: string) => void;
}

export function RunSelect(props: RunSelectProps): React.JSX.Element {
  const trans = useTrans();
  const field = useId();
  return (
    <span className="jp-kf-run-select">
      <label htmlFor={field}>{props.label}</label>{' '}
      <select
        id={field}
        className="jp-mod-styled"
        value={props.current}
        onChange={event => {
          props.onChange(event.target.value);
        }}
      >
        <option value="">{trans.__('no other run')}</option>
        {props.runs.map(id => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </span>
  );
}
