// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TextField } from './text-field.js';

beforeAll(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

afterEach(() => {
  document.body.replaceChildren();
});

/** A field that takes numbers. */
function field() {
  const committed: string[] = [];
  const place = document.body.appendChild(document.createElement('div'));
  const element = (
    <TextField
      id="deadline"
      value="90"
      objection={text => (/^\d+$/.test(text) ? undefined : 'Deadline: a number')}
      onCommit={text => committed.push(text)}
    />
  );
  act(() => {
    createRoot(place).render(element);
  });
  const input = place.querySelector('input');
  if (!input) throw new Error('there is no field');
  const type = (text: string): void => {
    act(() => {
      input.focus();
      // Past React's own setter, as a keyboard does.
      Reflect.set(HTMLInputElement.prototype, 'value', text, input);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  const leave = (): void => {
    act(() => {
      input.blur();
    });
  };
  const objection = (): string | undefined =>
    place.querySelector('[role=alert]')?.textContent ?? undefined;
  return { input, type, leave, objection, committed };
}

describe('a line of text', () => {
  it('counts when it is left', () => {
    const { type, leave, committed, objection } = field();
    type('120');
    expect(committed).toEqual([]);
    leave();
    expect(committed).toEqual(['120']);
    expect(objection()).toBeUndefined();
  });

  it('that cannot be taken says why, once it is left', () => {
    const { input, type, leave, committed, objection } = field();
    type('soon');
    expect(objection()).toBeUndefined();
    leave();
    expect(objection()).toBe('Deadline: a number');
    expect(input.getAttribute('aria-describedby')).not.toBeNull();
    expect(committed).toEqual([]);
    type('60');
    leave();
    expect(objection()).toBeUndefined();
    expect(committed).toEqual(['60']);
  });
});
