/** Notebooks that mix Python and IPython syntax at random, broken ones included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCellCache } from './cache.js';
import { convert } from './convert.js';
import { renderScript } from './render.js';
import { notebook } from './testing.js';

const PIECES = [
  ...[
    'x = 1',
    'if a:',
    '    b = 2',
    'def f(x):',
    '    return x',
    'else:',
    'x = (1,',
    ')'
  ],
  ...[
    '"""text',
    'end"""',
    "s = '''",
    "'''",
    'f"{x!r:>{w}}"',
    "r'\\'",
    '"open',
    '[',
    ']'
  ],
  ...['%time f(x)', '%matplotlib inline', '!ls {x}', '    !ls', '!!ls', 'x = !ls $y'],
  ...[
    'x = %pwd',
    '%unknown',
    '%cd ..',
    '!a \\',
    '  b \\',
    'x = \\',
    'foo?',
    '?foo',
    '??'
  ],
  ...[
    '%%time',
    '%%bash',
    '%%writefile a.py',
    '%%capture out',
    '%%html',
    '%%R',
    ',f a b'
  ],
  ...[
    '/f a',
    ';f a',
    '>>> a',
    '... b',
    'In [1]: a',
    '   ...: b',
    '',
    '  ',
    '\t',
    '# c?'
  ],
  ...[
    'await f()',
    'async for a in b: pass',
    'async with a as b: pass',
    'return 1',
    'break'
  ],
  ...[
    'from __future__ import annotations',
    'get_ipython().system("ls")',
    'display(x)',
    'out',
    'env = 1',
    '%env'
  ],
  ...[
    'input()',
    'get_ipython().x',
    'with (a as b, c as d): pass',
    'x = 1.',
    '!pip install a'
  ],
  ...[
    "%%writefile b\n'''\\",
    '\\',
    '\0',
    '\ud800',
    'é = "ü"',
    '🙂',
    '\f',
    '%',
    '!',
    '@',
    '$'
  ]
];
const cellSource = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(fc.string({ unit: 'binary', maxLength: 20 })) }
);
const notebooks = fc
  .array(
    cellSource.map(lines => lines.join('\n')),
    { maxLength: 4 }
  )
  .map(cells => notebook(...cells));

describe('any notebook', () => {
  it('is converted or refused with a cell, and never throws', () => {
    fc.assert(
      fc.property(notebooks, document => {
        const { cells, problems } = convert(document);
        expect(cells).toHaveLength(document.cells.length);
        for (const { place } of problems) {
          const lines =
            document.cells[(place?.cell ?? 0) - 1]?.source.split(/\r\n?|\n/);
          expect(place?.line).toBeLessThanOrEqual((lines?.length ?? 0) + 1);
        }
        const refused = cells.filter(cell => cell.outcome === 'refused');
        expect(refused.length > 0).toBe(problems.length > 0);
      })
    );
  });

  it('keeps the lines of every cell in their places', () => {
    fc.assert(
      fc.property(notebooks, document => {
        const conversion = convert(document);
        const script = renderScript(conversion);
        const scriptLines = script.text.split('\n');
        conversion.kept.forEach((cell, i) => {
          const source = document.cells[cell.index]?.source ?? '';
          expect(cell.count).toBe(source.split(/\r\n?|\n/).length);
          expect(script.cells[i]?.segments).toHaveLength(1);
          const [segment] = script.cells[i]?.segments ?? [];
          const from = (segment?.scriptLine ?? 0) - 1;
          const found = scriptLines.slice(from, from + cell.count);
          expect(found).toEqual(cell.lines.slice(0, cell.count));
        });
      })
    );
  });

  it('gives identical bytes twice, with a warm cache and with a cold one', () => {
    const cache = createCellCache(3);
    fc.assert(
      fc.property(notebooks, document => {
        const cold = convert(document);
        expect(convert(document, cache)).toEqual(cold);
        expect(convert(document, cache)).toEqual(cold);
        expect(renderScript(convert(document, cache)).text).toBe(
          renderScript(cold).text
        );
      })
    );
  });
});
