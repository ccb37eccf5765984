import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deadLinks, deadPaths, pagesOf } from './links.mjs';
import { ROOT } from './paths.mjs';

describe('pages of this checkout', () => {
  it.each(pagesOf(ROOT))('%s has no link that leads nowhere', page => {
    expect(deadLinks(ROOT, page)).toEqual([]);
  });

  it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])(
    '%s names only files that are there',
    page => {
      expect(deadPaths(ROOT, page)).toEqual([]);
    }
  );
});

describe('a page', () => {
  const root = mkdtempSync(join(tmpdir(), 'jkf-links-'));
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('is told its dead links and paths, and only those', () => {
    writeFileSync(
      join(root, 'a.md'),
      [
        '# A title, here\n[1](a.md) [2](#a-title-here) [3](a.md#none) [4](b.md)',
        '[5](https://example.com/b) `[6](c.md)` `a.md` `x/{a,b}.ts` `./a.md`',
        '<img src="a.md" alt="x"> <source srcset="e.png"> `<img src="f.png">`',
        '```\n[7](d.md)\n```\n'
      ].join('\n')
    );
    expect(deadLinks(root, 'a.md')).toEqual(['a.md#none', 'b.md', 'e.png']);
    expect(deadPaths(root, 'a.md')).toEqual(['x/a.ts', 'x/b.ts']);
  });
});
