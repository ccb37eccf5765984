import { describe, expect, it } from 'vitest';
import { executedNotebook, imageType, isOwn, previewOf } from './files.js';

describe('a file', () => {
  it.each([
    ['plot.png', 10, 'image'],
    ['PLOT.JPG', 10, 'image'],
    ['picture.svg', 10, 'text'],
    ['page.html', 10, 'text'],
    ['table.csv', 10, 'table'],
    ['table.csv', 100_000_000, 'none'],
    ['result.json', 10, 'json'],
    ['model.pt', 10, 'none'],
    ['noending', 10, 'none']
  ])('%s of %i bytes is shown as %s', (path, size, kind) => {
    expect(previewOf({ path, size })).toBe(kind);
  });

  it('is a picture of a type that holds no script', () => {
    expect(['a.png', 'b.jpg', 'c.WEBP'].map(imageType)).toEqual([
      'image/png',
      'image/jpeg',
      'image/webp'
    ]);
  });
});

describe('the executed notebook', () => {
  const file = (rank: number, path: string) => ({ rank, path, size: 1 });

  it('is that of the lowest rank, and no output of the program', () => {
    const files = [
      file(2, '.jkf/executed.ipynb'),
      file(1, '.jkf/executed.ipynb'),
      file(0, 'executed.ipynb')
    ];
    expect(executedNotebook(files)?.rank).toBe(1);
    expect(files.filter(one => !isOwn(one))).toEqual([file(0, 'executed.ipynb')]);
  });
});
