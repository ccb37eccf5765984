import { describe, expect, it } from 'vitest';
import { number, within } from './numbers.js';

describe('a number on the command line', () => {
  it('is read, with its limits', () => {
    expect(number('0')).toBe(0);
    expect(within(200, 599)('200')).toBe(200);
    expect(within(0, 1)('1')).toBe(1);
  });

  it.each(['', ' ', 'x', '-1', 'NaN'])('is not “%s”', text => {
    expect(() => number(text)).toThrow('a number from 0 up is needed');
  });

  it.each(['199', '600', 'Infinity'])('of an answer is not %s', text => {
    expect(() => within(200, 599)(text)).toThrow('from 200 to 599');
  });
});
