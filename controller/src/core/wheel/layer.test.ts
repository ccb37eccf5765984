import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldersOf, layerKey, mergeFiles } from './layer.js';
import type { PlacedFile } from './layout.js';
import { parseRecord, recordText } from './record.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
const PLACE = { python: '3.11', program: '/usr/bin/python3' };

function file(path: string, sha256 = path): PlacedFile {
  return { path, mode: 0o644, size: 0, sha256, from: new Uint8Array() };
}

describe('a layer of wheels', () => {
  it('is known by its wheels in any order, and by what is written into them', () => {
    const [a, b] = [{ sha256: 'a' }, { sha256: 'b' }];
    const key = layerKey([a, b], PLACE, hash);
    expect(layerKey([b, a], PLACE, hash)).toBe(key);
    const others = [
      layerKey([a], PLACE, hash),
      layerKey([a, b], { ...PLACE, python: '3.12' }, hash),
      layerKey([a, b], { ...PLACE, program: '/opt/venv/bin/python3' }, hash)
    ];
    expect(new Set([key, ...others]).size).toBe(4);
  });

  it('has the file of the later wheel where two bring one, and says so', () => {
    const { files, overlaps } = mergeFiles([
      ['one', [file('x', '1'), file('same'), file('y')]],
      ['two', [file('x', '2'), file('same')]]
    ]);
    expect(files.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['x', '2'],
      ['same', 'same'],
      ['y', 'y']
    ]);
    expect(overlaps).toEqual([{ path: 'x', wheels: ['one', 'two'] }]);
  });

  it('names its own folders, and none of the base', () => {
    const paths = ['opt/jkf-packages/lib/a/x.py', 'usr/lib/python3/y.pth'].map(path =>
      file(path)
    );
    expect(foldersOf(paths)).toEqual([
      ...['lib/a', 'lib'].map(each => `opt/jkf-packages/${each}`),
      'opt/jkf-packages'
    ]);
  });
});

describe('a RECORD', () => {
  it('comes back as it was written', () => {
    const row = fc.record({
      path: fc.stringMatching(/^[^\r\n\0]+$/),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      size: fc.nat()
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ path }) => path }), rows => {
        const read = parseRecord(recordText(rows));
        expect([...read.values()]).toEqual(
          [...rows].sort((a, b) => (a.path < b.path ? -1 : 1))
        );
      })
    );
  });

  it('has digests as wheels write them', () => {
    const line = `x.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n`;
    expect(parseRecord(line).get('x.py')?.sha256).toBe(hash(''));
    expect(recordText([{ path: 'x.py', sha256: hash(''), size: 0 }])).toBe(line);
  });

  it('has no digest where it is of another kind', () => {
    expect(parseRecord('x,md5=abc,3').get('x')).toEqual({ path: 'x', size: 3 });
  });
});
