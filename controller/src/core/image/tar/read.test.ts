import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../utf8.js';
import { tarFile, type TarEntry } from './entry.js';
import { TarReader, type TarMember } from './read.js';
import { tarBytes } from './write.js';

const reading = { isRead: (name: string) => name.endsWith('.txt'), limit: 700 };

/** In pieces of so many bytes. */
function read(bytes: Uint8Array, piece = bytes.length): TarMember[] {
  const reader = new TarReader(reading);
  const found: TarMember[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    found.push(...reader.push(bytes.subarray(at, at + piece)));
  }
  reader.end();
  return found;
}

const LONG = 'a'.repeat(90);
const ENTRIES: readonly TarEntry[] = [
  { kind: 'folder', path: LONG, mode: 0o755 },
  tarFile(`${LONG}/${LONG}.txt`, utf8('x'.repeat(1500))),
  tarFile('bin', utf8('y'.repeat(1024))),
  tarFile('empty.txt', utf8('')),
  tarFile('ö.txt', utf8('grüße\n')),
  { kind: 'symlink', path: 'link', target: `/${LONG}/${LONG}` },
  { kind: 'hardlink', path: 'other', target: 'bin' },
  { kind: 'whiteout', path: 'gone' }
];
const EXPECTED: readonly TarMember[] = [
  { name: '.wh.gone', kind: 'file' },
  { name: `${LONG}/`, kind: 'folder' },
  { name: `${LONG}/${LONG}.txt`, kind: 'file', text: 'x'.repeat(700) },
  { name: 'bin', kind: 'file' },
  { name: 'empty.txt', kind: 'file' },
  { name: 'link', kind: 'symlink', target: `/${LONG}/${LONG}` },
  { name: 'other', kind: 'hardlink', target: 'bin' },
  { name: 'ö.txt', kind: 'file', text: 'grüße\n' }
];

describe('reading an archive', () => {
  it('gives what was written, in pieces of any size', async () => {
    const bytes = await tarBytes(ENTRIES);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), piece => {
        expect(read(bytes, piece)).toEqual(EXPECTED);
      }),
      { numRuns: 50 }
    );
  });

  it.each(['gnu', 'pax', 'ustar', 'v7'])('reads what GNU tar writes: %s', format => {
    const folder = mkdtempSync(join(tmpdir(), 'jkf-tar-'));
    const deep = format === 'v7' ? 'a' : `${'d'.repeat(80)}/${'e'.repeat(80)}`;
    mkdirSync(join(folder, deep), { recursive: true });
    writeFileSync(join(folder, deep, 'x.txt'), 'hello');
    symlinkSync('x.txt', join(folder, deep, 'l'));
    const tar = execFileSync('tar', [`--format=${format}`, '-c', '-C', folder, deep]);
    rmSync(folder, { recursive: true });
    const found = read(tar, 1000).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(found).toEqual([
      { name: `${deep}/`, kind: 'folder' },
      { name: `${deep}/l`, kind: 'symlink', target: 'x.txt' },
      { name: `${deep}/x.txt`, kind: 'file', text: 'hello' }
    ]);
  });

  it('passes over more bytes than octal digits can say', async () => {
    const bytes = (await tarBytes([tarFile('big', utf8('z'.repeat(512)))])).slice();
    bytes.set([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0], 124);
    bytes.fill(32, 148, 156);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bytes.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(read(bytes)).toEqual([{ name: 'big', kind: 'file' }]);
  });

  it('refuses what is no archive, and one that breaks off', async () => {
    expect(() => read(new Uint8Array(512).fill(7))).toThrow(/no tar archive/);
    const bytes = await tarBytes(ENTRIES);
    for (const at of [100, 512 * 3 + 1, 512 * 5 + 10]) {
      expect(() => read(bytes.subarray(0, at))).toThrow(/breaks off/);
    }
  });

  it.each(['-0000001000', 'nonsense'])('refuses a size of %s', async size => {
    const bytes = (await tarBytes([tarFile('a', utf8('b'))])).slice();
    bytes.set(utf8(size.padEnd(11, '\0')), 124);
    bytes.fill(32, 148, 156);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bytes.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(() => new TarReader(reading).push(bytes)).toThrow(/size/);
  });

  it('ends at the end of members where the mark of the end is missing', async () => {
    const bytes = await tarBytes([tarFile('a', utf8('b'))]);
    expect(read(bytes.subarray(0, 1024))).toHaveLength(1);
    expect(read(new Uint8Array())).toEqual([]);
  });
});
