/** A line of text that counts when it is left or Enter is pressed; Escape takes it back. */
import { useEffect, useId, useState } from 'react';
import { isKey } from './keys.js';

export interface TextFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onCommit: (text: string) => void;
  /** Shown while nothing is typed: what then holds. */
  readonly hint?: string;
  /** What is offered; anything else may be typed. */
  readonly offered?: readonly string[];
  /** Why the text cannot be taken; it is not committed then. */
  readonly objection?: (text: string) => string | undefined;
}

export function TextField(props: TextFieldProps): React.JSX.Element {
  const { id, value, hint, offered = [] } = props;
  const [text, setText] = useState(value);
  const list = useId();
  useEffect(() => {
    setText(value);
  }, [value]);
  const objection = props.objection?.(text);
  const commit = (): void => {
    if (text !== value && objection === undefined) props.onCommit(text.trim());
  };
  return (
    <>
      <input
        id={id}
        className="jp-mod-styled jp-kf-text"
        value={text}
        placeholder={hint}
        list={offered.length > 0 ? list : undefined}
        aria-invalid={objection !== undefined}
        title={objection ?? (text || hint)}
        onChange={event => {
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={event => {
          if (isKey(event, 'Enter')) commit();
          if (isKey(event, 'Escape')) setText(value);
        }}
      />
      {offered.length > 0 && (
        <datalist id={list}>
          {offered.map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  );
}
