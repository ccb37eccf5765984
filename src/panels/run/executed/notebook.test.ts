import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, readExecuted } from './notebook.js';

const code = (outputs: unknown[]): string =>
  JSON.stringify({
    cells: [{ cell_type: 'code', source: ['a\n', 'b'], execution_count: 3, outputs }]
  });

describe('an executed notebook', () => {
  it.each([
    [
      { output_type: 'stream', name: 'stdout', text: ['one\n', 'two'] },
      { 'application/vnd.jupyter.stdout': 'one\ntwo' }
    ],
    [
      { output_type: 'stream', name: 'stderr', text: 'x' },
      { 'application/vnd.jupyter.stderr': 'x' }
    ],
    [
      { output_type: 'display_data', data: { 'text/html': ['<b>', '</b>'] } },
      { 'text/html': '<b></b>' }
    ],
    [
      { output_type: 'execute_result', data: { 'application/json': [1, 2] } },
      { 'application/json': [1, 2] }
    ]
  ])('gives %j as %j', (output, data) => {
    const [cell] = readExecuted(code([output]));
    expect(cell).toMatchObject({ type: 'code', source: 'a\nb', count: 3 });
    expect(cell?.outputs).toEqual([{ data, metadata: {} }]);
  });

  it('leaves out what it does not know, whatever the JSON is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (cells, outputs) => {
        const notebook = { cells: [cells, { cell_type: 'code', outputs }] };
        expect(readExecuted(JSON.stringify(notebook)).length).toBeGreaterThan(0);
        expect(Array.isArray(readExecuted(JSON.stringify(cells)))).toBe(true);
      })
    );
  });
});

describe('code in a fence', () => {
  it.each([
    ['x = 1', '```python\nx = 1\n```'],
    ['s = "```"', '````python\ns = "```"\n````']
  ])('%j becomes %j', (source, text) => {
    expect(fenced(source, 'python')).toBe(text);
  });
});
