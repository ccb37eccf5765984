import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS, type Parameter } from '@jupyterlab-kubeflow/protocol';
import { commandLine, shellWord } from './command-line.js';
import { switchFile } from './files.js';
import { durationText, elide, numberText } from './format.js';
import { functionNames } from './function-names.js';
import { chooseParameter, isPlausible, parameterText } from './parameters.js';
import { sparklinePoints } from './sparkline.js';
import { yamlText } from './yaml.js';

describe('a duration', () => {
  it.each([
    [-5, '0:00'],
    [9_999, '0:09'],
    [72_000, '1:12'],
    [7_500_000, '2 h 05'],
    [273_600_000, '3 d 4 h']
  ])('%i ms reads %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});

describe('a number', () => {
  it.each([
    [0.97223, '0.9722'],
    [12300, '12300'],
    [0.00000015, '1.5e-7'],
    [Number.NaN, 'NaN']
  ])('%d reads %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

describe('a long name', () => {
  it('is shortened in the middle, to the length asked for', () => {
    expect(elide('short', 5)).toBe('short');
    expect(elide('experiments/very-long.ipynb', 11)).toBe('exper…ipynb');
  });
});

describe('YAML', () => {
  it.each(['1.1', '1.2'] as const)(
    'reads back by YAML %s as the value it was made from',
    version => {
      const value = fc.jsonValue({ maxDepth: 4 });
      fc.assert(
        fc.property(value, given => {
          // JSON has no negative zero.
          const json = JSON.parse(JSON.stringify(given)) as unknown;
          expect(parse(yamlText(json), { version })).toEqual(json);
        })
      );
    }
  );

  it.each([['yes'], ['1e3'], ['a: b'], ['# no'], ['- x'], [' x'], ['0x1f'], ['']])(
    'keeps the text %j a text',
    text => {
      const read = parse(yamlText({ text }), { version: '1.1' }) as unknown;
      expect(read).toEqual({ text });
    }
  );

  it('is laid out for people', () => {
    const value = { name: 'digits', files: [{ path: 'a.csv', size: 3 }], none: [] };
    expect(yamlText(value)).toBe(
      'name: digits\nfiles:\n- path: a.csv\n  size: 3\nnone: []\n'
    );
  });
});

describe('the command line', () => {
  it('says what was chosen, quoted for a shell', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      ranks: 3,
      parameters: { epochs: 5, name: "it's" },
      include: ['data/*.csv']
    };
    expect(commandLine('my notebook.ipynb', settings)).toBe(
      "jkf run 'my notebook.ipynb' --ranks 3 --param epochs=5 --param 'name=it'\\''s' --include 'data/*.csv'"
    );
  });

  it('leaves plain words alone', () => {
    expect(shellWord('a/b-c.ipynb')).toBe('a/b-c.ipynb');
  });
});

const parameter = (type: Parameter['type'], defaultSource: string): Parameter => ({
  name: 'p',
  type,
  defaultSource,
  cell: 1,
  line: 1
});

describe('a parameter', () => {
  it.each([
    [parameter('int', '5'), {}, '5'],
    [parameter('str', "'adam'"), {}, 'adam'],
    [parameter('str', "'it\\'s'"), {}, "'it\\'s'"],
    [parameter('int', '5'), { p: '7' }, '7'],
    [parameter('list', '[1]'), { p: [2] }, '[2]']
  ])('%j with %j shows %s', (given, chosen, text) => {
    expect(parameterText(given, chosen)).toBe(text);
  });

  it('is chosen by other text than its default, and left alone by its default', () => {
    const epochs = parameter('int', '5');
    expect(chooseParameter(epochs, { q: '1' }, '7')).toEqual({ q: '1', p: '7' });
    expect(chooseParameter(epochs, { q: '1', p: '7' }, '5')).toEqual({ q: '1' });
  });

  it.each([
    ['int', '1_000', true],
    ['int', '1.5', false],
    ['float', '1e-3', true],
    ['float', 'fast', false],
    ['any', 'f(x)', true]
  ] as const)('%s may be %s: %s', (type, text, plausible) => {
    expect(isPlausible(parameter(type, '0'), text)).toBe(plausible);
  });
});

describe('ticking a file', () => {
  it('adds and removes it, in one list at a time', () => {
    const off = switchFile(DEFAULT_SETTINGS, 'a.csv', false);
    expect(off).toMatchObject({ include: [], exclude: ['a.csv'] });
    expect(switchFile(off, 'a.csv', true)).toMatchObject({
      include: ['a.csv'],
      exclude: []
    });
  });
});

describe('a sparkline', () => {
  it('spreads its values over the box and skips what is not a number', () => {
    expect(sparklinePoints([1, Number.NaN, 3])).toBe('1.5,12.5 58.5,1.5');
    expect(sparklinePoints([2, 2])).toBe('1.5,12.5 58.5,12.5');
  });
});

describe('names of functions', () => {
  it('are those at the top level, once each', () => {
    const script =
      'def train(x):\n    def inner(): pass\nasync def go(): pass\ndef train(): pass\n';
    expect(functionNames(script)).toEqual(['train', 'go']);
  });
});
