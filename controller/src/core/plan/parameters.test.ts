import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import { isRunId, nameOf, runId } from './name.js';
import { chooseParameters, overridesOf } from './parameters.js';

const declared = (type: Parameter['type']): Parameter => ({
  name: 'p',
  type,
  defaultSource: '0',
  cell: 1,
  line: 1
});

function chosen(type: Parameter['type'], value: unknown): unknown {
  const { parameters, problems } = chooseParameters([declared(type)], { p: value });
  return problems[0]?.code ?? overridesOf(parameters)['p'];
}

describe('a parameter value', () => {
  it.each<[Parameter['type'], unknown, unknown]>([
    ['int', '12', 12],
    ['int', '1_000', 1000],
    ['int', '1.5', 'parameter-type'],
    ['int', '99999999999999999999', 'parameter-type'],
    ['float', '1e-3', 0.001],
    ['float', '2', 2],
    ['float', '', 'parameter-type'],
    ['float', 'inf', 'parameter-type'],
    ['bool', 'True', true],
    ['bool', 'no', false],
    ['bool', 'maybe', 'parameter-type'],
    ['str', '12', '12'],
    ['list', '[1, 2]', [1, 2]],
    ['list', '{"a": 1}', 'parameter-type'],
    ['dict', '{"a": 1}', { a: 1 }],
    ['dict', 'null', 'parameter-type'],
    ['any', 'plain words', 'plain words'],
    ['none', '3', 3],
    ['int', 7, 7],
    ['str', 7, 'parameter-type']
  ])('of type %s given as %j is %j', (type, value, expected) => {
    expect(chosen(type, value)).toEqual(expected);
  });

  it('for a name nobody declared names those that are', () => {
    const { problems } = chooseParameters([declared('int')], { q: '1' });
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      'There is no parameter q; the notebook has: p.'
    ]);
  });

  it('is absent when the default is left alone', () => {
    expect(overridesOf(chooseParameters([declared('int')], {}).parameters)).toEqual({});
  });
});

describe('a name', () => {
  it.each([
    ['digits.ipynb', 'digits'],
    ['work/My Model (v2).ipynb', 'my-model-v2'],
    ['Übung 3.ipynb', 'ubung-3'],
    ['2024-run.py', 'run'],
    ['日本語.ipynb', 'run'],
    [`${'x'.repeat(80)}.ipynb`, 'x'.repeat(30)]
  ])('of %s is %s', (path, name) => {
    expect(nameOf(path)).toBe(name);
  });

  it('always gives a valid run id', () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), unit, (path, random) => {
        expect(isRunId(runId(nameOf(path), () => random))).toBe(true);
      })
    );
  });
});
