import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_SHOWN, parseLine, plainText } from './line-text.js';

/** `^` stands for ESC. */
const esc = (text: string): string => text.replaceAll('^', '\x1b');

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary-ascii', maxLength: 6 }),
  fc.constantFrom('\x1b[', '\x1b]', '\x1b', '\r', '\b', '\t', 'm', '\x1b[K', '\x1b[2K'),
  fc.array(fc.nat(300), { maxLength: 5 }).map(codes => `\x1b[${codes.join(';')}m`)
);
const hostile = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''));

describe('a line of output', () => {
  it.each([
    ['plain', 'plain'],
    ['^[31mred^[0m', 'red'],
    ['10%\r20%\r100%', '100%'],
    ['long line\rshort', 'shortline'],
    ['long line\r^[Kshort', 'short'],
    ['50%|###  |\r', '50%|###  |'],
    ['ab\b\bc', 'cb'],
    ['a\tb', 'a       b'],
    ['^]0;title\x07text', 'text'],
    ['^]8;;file:///etc/passwd^\\link^]8;;^\\', 'link'],
    ['^[?25lhidden cursor^[?25h', 'hidden cursor'],
    ['^[2J^[999;999Hbomb', 'bomb'],
    ['<b onclick=x>', '<b onclick=x>'],
    ['^[', ''],
    ['^[38;5', ''],
    ['nul\0bell\x07', 'nulbell']
  ])('%j reads %j', (line, text) => {
    expect(plainText(esc(line))).toBe(text);
  });

  it('has spans of one style each, which make up its text', () => {
    const { spans } = parseLine(esc('a^[1;31mb^[0mc^[38;5;196md^[48;2;1;2;3me'));
    expect(spans).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { bold: true, fore: 1 } },
      { text: 'c', style: {} },
      { text: 'd', style: { fore: 'rgb(255 0 0)' } },
      { text: 'e', style: { fore: 'rgb(255 0 0)', back: 'rgb(1 2 3)' } }
    ]);
  });

  it.each([
    ['x'.repeat(MOST_SHOWN + 5), 5],
    [`\x1b[1m${'x'.repeat(MOST_SHOWN + 7)}`, 7]
  ])('is cut, and says by how much (case %#)', (line, cut) => {
    const parsed = parseLine(line);
    expect(parsed.text).toHaveLength(MOST_SHOWN);
    expect(parsed.cut).toBe(cut);
  });

  it('never throws, is bounded, and its spans are its text', () => {
    fc.assert(
      fc.property(hostile, line => {
        const { spans, text } = parseLine(line);
        expect(spans.map(span => span.text).join('')).toBe(text);
        expect(Array.from(text).length).toBeLessThanOrEqual(MOST_SHOWN);
        expect(text).not.toMatch(/[\x00-\x1f\x7f]/);
        expect(plainText(line)).toBe(text);
      })
    );
  });

  it('stays itself when it is printed with the colours of another', () => {
    const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
    fc.assert(
      fc.property(printable, text => {
        expect(plainText(`\x1b[1;33m${text}\x1b[0m`)).toBe(text);
      })
    );
  });
});
