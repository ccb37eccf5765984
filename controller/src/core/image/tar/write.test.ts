import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../utf8.js';
import { tarFile, type TarEntry } from './entry.js';
import { tarBytes, tarOf } from './write.js';

const sha = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

const name = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .filter(text => !/[/\0]|^\.{1,2}$|^\.wh\./.test(text));
const paths = fc.uniqueArray(
  fc.array(name, { minLength: 1, maxLength: 3 }).map(parts => `d/${parts.join('/')}/f`),
  { maxLength: 12 }
);

describe('a layer', () => {
  it('has the same bytes whatever the order of its entries', async () => {
    await fc.assert(
      fc.asyncProperty(paths, async names => {
        const files = names.map(path => tarFile(path, utf8(path)));
        const forth = await tarBytes(files);
        const back = await tarBytes([...files].reverse());
        expect(sha(back)).toBe(sha(forth));
        expect(forth.length % 512).toBe(0);
      })
    );
  });

  it('puts a folder before what is in it, and never above its own files', async () => {
    const text = Buffer.from(
      await tarBytes([
        tarFile('a/b', utf8('x')),
        tarFile('a-b', utf8('y')),
        { kind: 'folder', path: 'a', mode: 0o755 }
      ])
    ).toString('latin1');
    const order = ['a/\0', 'a-b\0', 'a/b\0'].map(part => text.indexOf(part));
    expect(order).toEqual([...order].sort((x, y) => x - y));
  });

  it('reads content when its turn comes, and never all at once', async () => {
    const chunk = new Uint8Array(1 << 20);
    const count = 64;
    const read: number[] = [];
    const content = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < count; at += 1) {
        read.push(at);
        yield await Promise.resolve(chunk);
      }
    };
    const entry = { kind: 'file', path: 'big', mode: 0o644, content } as const;
    const size = count * chunk.length;
    let seen = 0;
    for await (const piece of tarOf([{ ...entry, size }])) {
      seen += piece.length;
      expect(read.length * chunk.length - seen).toBeLessThan(2 * chunk.length);
    }
    expect(seen).toBe(size + 3 * 512);
  });

  it.each<[string, number]>([
    ['more', 3],
    ['less', 5]
  ])('refuses a file that has %s bytes than it was said to have', async (_, size) => {
    const file: TarEntry = { ...tarFile('f', utf8('1234')), size };
    await expect(tarBytes([file])).rejects.toThrow(/^f has changed its size/);
  });

  const file = (path: string): TarEntry => tarFile(path, new Uint8Array());
  it.each<[string, readonly TarEntry[], RegExp]>([
    ['an absolute path', [file('/etc/passwd')], /not a plain one/],
    ['a way out', [file('a/../../b')], /not a plain one/],
    ['an empty path', [file('')], /not a plain one/],
    ['a NUL', [file('a\0b')], /NUL/],
    ['a removal in disguise', [file('a/.wh.b')], /mark removals/],
    ['a path twice', [file('a'), file('a')], /there twice/],
    [
      'a file below a link',
      [{ kind: 'symlink', path: 'a', target: '/etc' }, file('a/b')],
      /a is no folder/
    ],
    [
      'a hard link before its file',
      [{ kind: 'hardlink', path: 'a', target: 'b' }, file('b')],
      /b is no file that comes before/
    ]
  ])('refuses %s', (_, entries, message) => {
    expect(() => tarOf(entries)).toThrow(message);
  });
});
