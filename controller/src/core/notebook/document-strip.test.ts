import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripOutputs } from './document.js';

function notebook(cells: unknown[], metadata: unknown = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
}

function code(source: unknown, rest: object = {}): object {
  return { cell_type: 'code', source, metadata: {}, ...rest };
}

describe('stripOutputs', () => {
  const full = notebook(
    [
      code(['a\r\n', 'b'], {
        id: 'x',
        outputs: [{ output_type: 'stream', text: 'secret' }],
        metadata: { tags: ['t'], execution: { 'iopub.execute_input': '2024' } }
      }),
      { cell_type: 'markdown', source: '# m', metadata: {} }
    ],
    { z: 1, widgets: { state: {} }, kernelspec: { name: 'python3' } }
  );

  it('removes what executions left and keeps the rest', () => {
    expect(JSON.parse(stripOutputs(full))).toEqual({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { z: 1, kernelspec: { name: 'python3' } },
      cells: [
        {
          cell_type: 'code',
          id: 'x',
          source: ['a\n', 'b'],
          metadata: { tags: ['t'] },
          outputs: [],
          execution_count: null
        },
        { cell_type: 'markdown', source: ['# m'], metadata: {} }
      ]
    });
  });

  it('gives equal bytes for equal content, and changes nothing twice', () => {
    const value = JSON.parse(full) as Record<string, unknown>;
    const reversed = Object.fromEntries(Object.entries(value).reverse());
    const once = stripOutputs(full);
    expect(stripOutputs(JSON.stringify(reversed, undefined, 2))).toBe(once);
    expect(stripOutputs(once)).toBe(once);
  });

  it('is idempotent for any source', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), sources => {
        const once = stripOutputs(notebook(sources.map(source => code(source))));
        expect(stripOutputs(once)).toBe(once);
      })
    );
  });
});
