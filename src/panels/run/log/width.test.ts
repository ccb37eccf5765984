import { describe, expect, it } from 'vitest';
import { columnsOf } from './width.js';

describe('columns of text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['한글', 4],
    ['表', 2],
    ['🚀', 2],
    ['▓░│', 3]
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});
