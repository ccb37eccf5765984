import { describe, expect, it } from 'vitest';
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import { compareValues, parameterValues } from './parameter-diff.js';

const plan = (parameters: Partial<Plan['parameters'][number]>[]): Plan =>
  ({ parameters }) as unknown as Plan;

describe('parameters of a run', () => {
  it.each([
    [{ type: 'str', defaultSource: "'adam'" }, 'adam'],
    [{ type: 'str', defaultSource: "'adam'", value: 'sgd' }, 'sgd'],
    [{ type: 'bool', defaultSource: 'True' }, 'True'],
    [{ type: 'bool', defaultSource: 'False', value: true }, 'True'],
    [{ type: 'float', defaultSource: '0.1', value: 0.5 }, '0.5'],
    [{ type: 'list', defaultSource: '[]', value: [1, 2] }, '[1,2]']
  ] as const)('%j reads %s', (parameter, text) => {
    const values = parameterValues(plan([{ name: 'p', ...parameter }] as never));
    expect(values.get('p')).toBe(text);
  });

  it('are compared by name, those of one run only, too', () => {
    const here = new Map([
      ['a', '1'],
      ['b', '2']
    ]);
    const there = new Map([
      ['b', '2'],
      ['c', '3']
    ]);
    expect(compareValues(here, there)).toEqual([
      { name: 'a', here: '1', there: undefined, differs: true },
      { name: 'b', here: '2', there: '2', differs: false },
      { name: 'c', here: undefined, there: '3', differs: true }
    ]);
  });
});
