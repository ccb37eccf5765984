import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, cutMiddle, width, wrap } from './text.js';
import { duration, figure, moment, ticking } from './units.js';

describe('width', () => {
  it.each([
    ['abc', 3],
    ['损失', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🚀', 2],
    ['▓░', 2]
  ])('%s takes %i columns', (text, columns) => {
    expect(width(text)).toBe(columns);
  });
});

describe('cutting', () => {
  it('ends in an ellipsis and never exceeds the room', () => {
    expect(cut('training', 5)).toBe('trai…');
    expect(cut('损失函数', 5)).toBe('损失…');
    expect(cut('abc', 3)).toBe('abc');
  });

  it('keeps both ends of a path', () => {
    expect(cutMiddle('/home/me/notebooks/digits.ipynb', 16)).toBe('/home/m…ts.ipynb');
  });

  it('is never wider than asked, and leaves alone what fits', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 20 }), (value, most) => {
        const short = [cut(value, most), cutMiddle(value, most)];
        const fits = width(value) <= most;
        return short.every(each => width(each) <= most && (!fits || each === value));
      })
    );
  });
});

describe('wrapping', () => {
  it('breaks at spaces, long words anywhere, and keeps line ends', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
    expect(wrap('abcdefghijkl mn', 8)).toEqual(['abcdefgh', 'ijkl mn']);
    expect(wrap('a\nb', 10)).toEqual(['a', 'b']);
  });

  it('leaves a path in one piece: a broken one could not be copied', () => {
    const path = '/home/me/runs/digits-k2xw/ranks/0/work';
    expect(wrap(`in ${path} there`, 12)).toEqual(['in', path, 'there']);
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 8, max: 30 }), (text, columns) => {
        const bare = (value: string): string => value.replace(/[ \n]/g, '');
        const lines = wrap(text, columns);
        expect(bare(lines.join(''))).toBe(bare(text));
        const fits = (line: string): boolean =>
          width(line) <= columns || (line.includes('/') && !line.includes(' '));
        expect(lines.every(fits)).toBe(true);
      })
    );
  });
});

describe('units', () => {
  it.each([
    [0, '0.0 s'],
    [420, '0.4 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1:00'],
    [72_000, '1:12'],
    [7_500_000, '2 h 05'],
    [90_000_000, '1 d 1 h']
  ])('%i ms last %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });

  it('ticks in whole seconds', () => {
    expect([0, 9_999, 72_500].map(ticking)).toEqual(['0:00', '0:09', '1:12']);
  });

  it('tells times relatively within a day', () => {
    const now = new Date(2026, 0, 2, 12).getTime();
    const ago = [10_000, 180_000, 7_300_000, 90_000_000];
    expect(ago.map(age => moment(now - age, now))).toEqual([
      'just now',
      '3 min ago',
      '2 h ago',
      '2026-01-01 11:00'
    ]);
  });

  it('shows four digits of a number', () => {
    expect([3, 0.972222, 12345.678, 1.5e-7].map(figure)).toEqual([
      '3',
      '0.9722',
      '12350',
      '1.5e-7'
    ]);
  });
});
