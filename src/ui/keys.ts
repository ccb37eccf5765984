/** Keys as they are meant: while an input method composes a word, they belong to it. */
import type { KeyboardEvent } from 'react';

type Pressed = Pick<KeyboardEvent, 'key'> & {
  readonly nativeEvent: Pick<KeyboardEvent['nativeEvent'], 'isComposing'>;
};

/** Whether a word is being composed: Enter takes it, Escape gives it up, arrows choose. */
export function isComposing({ nativeEvent }: Pressed): boolean {
  return nativeEvent.isComposing;
}

/** Whether a key was pressed for us. */
export function isKey(event: Pressed, key: string): boolean {
  return event.key === key && !isComposing(event);
}
