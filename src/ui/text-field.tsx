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
  /** Why the text cannot be taken; it is not committed then, and this is said below it. */
  readonly objection?: (text: string) => string | undefined;
}

export function TextField(props: TextFieldProps): React.JSX.Element {
  const { id, value, hint, offered = [] } = props;
  const [text, setText] = useText(value);
  const [list, why] = [useId(), useId()];
  const objection = props.objection?.(text);
  const [said, setLeft] = useSaid(objection);
  const commit = (): void => {
    setLeft(true);
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
        aria-describedby={said === undefined ? undefined : why}
        title={objection ?? (text || hint)}
        onFocus={() => {
          setLeft(false);
        }}
        onChange={event => {
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={event => {
          if (isKey(event, 'Enter')) commit();
          if (isKey(event, 'Escape')) setText(value);
        }}
      />
      <Offered id={list} texts={offered} />
      <Objection id={why} text={said} />
    </>
  );
}

/** What is typed, until another value is there. */
function useText(
  value: string
): readonly [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  return [text, setText];
}

/** An objection is said once the field is left: who still writes is not interrupted. */
function useSaid(
  objection: string | undefined
): readonly [said: string | undefined, setLeft: (left: boolean) => void] {
  const [left, setLeft] = useState(false);
  return [left ? objection : undefined, setLeft];
}

function Offered({
  id,
  texts
}: {
  readonly id: string;
  readonly texts: readonly string[];
}): React.JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <datalist id={id}>
      {texts.map(text => (
        <option key={text} value={text} />
      ))}
    </datalist>
  );
}

function Objection({
  id,
  text
}: {
  readonly id: string;
  readonly text: string | undefined;
}): React.JSX.Element | null {
  if (text === undefined) return null;
  return (
    <span id={id} className="jp-kf-objection" role="alert">
      {text}
    </span>
  );
}
