import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { chosenParameters, parametersProblem } from './parameters.js';

describe('the parameters a rank is given', () => {
  const parameter = (
    name: string,
    type: Parameter['type'],
    value?: unknown
  ): Parameter => ({
    ...{ name, type, defaultSource: '0', cell: 1, line: 1 },
    ...(value === undefined ? {} : { value })
  });

  it.each<[Parameter['type'], unknown, string]>([
    ['float', 2, '2.0'],
    ['float', -3, '-3.0'],
    ['float', 0.5, '0.5'],
    ['float', 1e21, '1e+21'],
    ['int', 2, '2'],
    ['any', 2, '2'],
    ['str', '2', '"2"'],
    ['list', [1, 2], '[1,2]']
  ])(
    'of type %s and value %j read %s: what Python takes for that type',
    (type, value, text) => {
      const parameters = [parameter('a "b"', type, value), parameter('left', 'int')];
      expect(chosenParameters({ parameters })).toBe(`{"a \\"b\\"":${text}}`);
    }
  );

  it('are refused when they are more than one variable may be', () => {
    const sized = (length: number) => ({
      parameters: [parameter('a', 'str', 'ä'.repeat(length))]
    });
    expect(parametersProblem(sized(1000))).toBeUndefined();
    expect(parametersProblem(sized(70_000))?.sentence).toBe(
      'The parameters take 137 KiB; a process can be given at most 117 KiB.'
    );
  });
});
