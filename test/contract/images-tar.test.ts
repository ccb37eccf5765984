/** Python reads the archives that the product writes, and finds what was put in. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TarEntry } from '../../controller/src/core/image/tar/entry.js';
import { headerBlocks } from '../../controller/src/core/image/tar/header.js';
import { tarBytes } from '../../controller/src/core/image/tar/write.js';

/** Prints what the archives on standard input hold, one JSON list for each. */
const JUDGE = `
import base64, hashlib, io, json, sys, tarfile
kinds = {tarfile.REGTYPE: 'file', tarfile.DIRTYPE: 'folder', tarfile.SYMTYPE: 'symlink',
         tarfile.LNKTYPE: 'hardlink'}
def held(data):
    found = []
    with tarfile.open(fileobj=io.BytesIO(data), mode='r:', errorlevel=2) as archive:
        for member in archive:
            body = archive.extractfile(member) if member.isreg() else None
            found.append([kinds[member.type], member.name, member.linkname, member.mode,
                          member.uid, member.gid, member.uname, member.mtime,
                          hashlib.sha256(body.read()).hexdigest() if body else ''])
    return found
print(json.dumps([held(base64.b64decode(each)) for each in json.load(sys.stdin)]))
`;

type Seen = readonly [
  string,
  string,
  string,
  number,
  number,
  number,
  string,
  number,
  string
];

/** What Python finds in each archive. */
function judged(archives: readonly Uint8Array[]): readonly (readonly Seen[])[] {
  const input = JSON.stringify(
    archives.map(each => Buffer.from(each).toString('base64'))
  );
  const output = execFileSync('python3', ['-c', JUDGE], { input });
  return JSON.parse(output.toString()) as Seen[][];
}

const MTIME = 1_735_689_600;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function expected(entry: TarEntry): Seen {
  const mode = 'mode' in entry ? entry.mode : entry.kind === 'symlink' ? 0o777 : 0o644;
  const owner = { uid: 0, gid: 0, ...entry };
  const link = 'target' in entry ? entry.target : '';
  const content = entry.kind === 'file' ? (entry.content as Uint8Array) : undefined;
  const hash = content ? sha(content) : '';
  return [entry.kind, entry.path, link, mode, owner.uid, owner.gid, '', MTIME, hash];
}

function byName(seen: readonly Seen[]): Seen[] {
  return [...seen].sort((a, b) => (a[1] < b[1] ? -1 : 1));
}

const part = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }),
    fc.stringMatching(/^[a-z]{90,130}$/)
  )
  .filter(text => !/[/\0]|^\.{1,2}$|^\.wh\./.test(text));
const id = fc.oneof(fc.nat(70_000), fc.constant(2 ** 31 - 2));
const mode = fc.integer({ min: 0, max: 0o7777 });
const path = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map(parts => parts.join('/'));

const entry = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    content: fc.uint8Array({ maxLength: 2000 }),
    mode,
    uid: id,
    gid: id
  }),
  fc.record({ kind: fc.constant('folder' as const), mode, uid: id, gid: id }),
  fc.record({ kind: fc.constant('symlink' as const), target: path })
);

/** Entries at places of their own, so that none is below a file. */
const entries = fc.array(fc.tuple(path, entry), { maxLength: 15 }).map(pairs =>
  pairs.map(([name, made], index): TarEntry => {
    const placed = { ...made, path: `${String(index)}/${name}` };
    return placed.kind === 'file' ? { ...placed, size: placed.content.length } : placed;
  })
);

describe('a layer that Python reads', () => {
  it('holds what was put in: names, modes, owners, times, links and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entries, { minLength: 20, maxLength: 20 }),
        async made => {
          const archives = made.map(each => tarBytes(each, { mtime: MTIME }));
          const seen = judged(await Promise.all(archives));
          expect(seen.map(byName)).toEqual(
            made.map(each => byName(each.map(expected)))
          );
        }
      ),
      { numRuns: 3 }
    );
  });

  it('says of a file beyond 8 GiB how long it is', () => {
    const size = 2 ** 33 + 1;
    const header = headerBlocks({
      ...{ name: 'big', type: '0', mode: 0o644, uid: 0, gid: 0 },
      ...{ size, mtime: 0, link: '' }
    });
    const code =
      'import io,sys,tarfile; print(tarfile.TarFile(fileobj=io.BytesIO(sys.stdin.buffer.read())).firstmember.size)';
    const output = execFileSync('python3', ['-c', code], { input: header });
    expect(Number(output.toString())).toBe(size);
  });

  it('marks what it removes, and names a file twice without its bytes', async () => {
    const archive = await tarBytes([
      { kind: 'whiteout', path: 'a/gone' },
      { kind: 'file', path: 'b', mode: 0o644, size: 1, content: Buffer.from('x') },
      { kind: 'hardlink', path: 'c', target: 'b' }
    ]);
    const [first = []] = judged([archive]);
    const seen = first.map(([kind, name, link]) => [kind, name, link]);
    expect(seen).toEqual([
      ['file', 'a/.wh.gone', ''],
      ['file', 'b', ''],
      ['hardlink', 'c', 'b']
    ]);
  });
});
