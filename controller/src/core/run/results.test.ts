import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from '../kubernetes/base64.js';
import { FileAssembler, parseRecord, type FilePart } from './results.js';

/** As the runner sends a file. */
function partsOf(path: string, bytes: Uint8Array, piece: number): FilePart[] {
  const of = Math.max(1, Math.ceil(bytes.length / piece));
  return Array.from({ length: of }, (_, part) => ({
    kind: 'file',
    path,
    size: bytes.length,
    part,
    of,
    data: base64(bytes.slice(part * piece, (part + 1) * piece))
  }));
}

describe('files that come back in pieces', () => {
  it('are what they were, also when they are sent again from the first piece', () => {
    const piece = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        piece,
        fc.nat(300),
        (bytes, size, cut) => {
          const parts = partsOf('plots/a.png', bytes, size);
          const assembler = new FileAssembler();
          const before = parts.slice(0, Math.min(cut, parts.length - 1));
          const taken = [...before, ...parts].map(part => assembler.take(part));
          expect(taken.at(-1)).toEqual({ path: 'plots/a.png', bytes });
          expect(taken.slice(0, -1).every(file => file === undefined)).toBe(true);
        }
      )
    );
  });

  it.each(['/etc/passwd', '../x', 'a/../../x', 'a//b', '', './a', 'a\\b'])(
    'never leave their folder: %j',
    path => {
      const [part] = partsOf(path, new Uint8Array([1]), 5);
      expect(part && new FileAssembler().take(part)).toBeUndefined();
    }
  );

  it('are left out when a piece is missing, or is none', () => {
    const bytes = new Uint8Array(30);
    const [first, , third] = partsOf('a', bytes, 10);
    const assembler = new FileAssembler();
    for (const part of [first, third])
      expect(part && assembler.take(part)).toBeUndefined();
    expect(first && assembler.take({ ...first, of: 1, data: '%%' })).toBeUndefined();
  });
});

describe('a line of the sidecar', () => {
  it.each([
    ['{"kind":"end","code":3}', 'end'],
    ['{"kind":"file-left","path":"m.pt","size":9,"reason":"too-large"}', 'file-left'],
    ['{"kind":"file","path":"a","size":1,"part":0,"of":1,"data":"AA=="}', 'file'],
    ['{"kind":"memory","time":1,"peakBytes":2}', 'memory'],
    ['{"kind":"file","path":"a","size":1,"part":1,"of":1,"data":"AA=="}', undefined],
    ['{"kind":"else"}', undefined],
    ['null', undefined]
  ])('%s is %s', (line, kind) => {
    expect(parseRecord(line)?.kind).toBe(kind);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), line => {
        expect(() => parseRecord(line)).not.toThrow();
      })
    );
  });
});
