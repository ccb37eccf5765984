// @vitest-environment jsdom
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';
import { isKey } from './keys.js';
import { ParameterField } from './parameter-field.js';

const pressed = (key: string, isComposing: boolean) => ({
  key,
  nativeEvent: { isComposing }
});

describe('a key', () => {
  it('is ours when nothing is being composed', () => {
    expect(isKey(pressed('Enter', false), 'Enter')).toBe(true);
    expect(isKey(pressed('Escape', false), 'Enter')).toBe(false);
  });

  it('that ends the composing of a word is not', () => {
    expect(isKey(pressed('Enter', true), 'Enter')).toBe(false);
    expect(isKey(pressed('Escape', true), 'Escape')).toBe(false);
  });
});

/** The field of a parameter, and what was chosen in it. */
function field() {
  const chosen: unknown[] = [];
  const parameter = { name: 'word', type: 'str', defaultSource: '"a"' } as Parameter;
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  flushSync(() => {
    root.render(
      <ParameterField
        parameter={parameter}
        chosen={{}}
        onChange={values => chosen.push(values)}
      />
    );
  });
  const input = place.querySelector('input');
  if (!input) throw new Error('There is no field.');
  return { input, chosen };
}

/** Types a text the way React hears it. */
function type(input: HTMLInputElement, text: string): void {
  Reflect.set(HTMLInputElement.prototype, 'value', text, input);
  flushSync(() => input.dispatchEvent(new Event('input', { bubbles: true })));
}

const enter = (isComposing: boolean) =>
  new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing });

describe('Enter in the field of a parameter', () => {
  it('takes the composed word first, and the value when it is pressed again', () => {
    const { input, chosen } = field();
    type(input, '\uD55C\uAE00');
    input.dispatchEvent(enter(true));
    expect(chosen).toEqual([]);
    input.dispatchEvent(enter(false));
    expect(chosen).toEqual([{ word: '\uD55C\uAE00' }]);
  });
});
