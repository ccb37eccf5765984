import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '@jupyterlab-kubeflow/protocol';
import type { Bundle, BundleEntry } from './bundle.js';
import { makeBundle, textFile, type BundleParts } from './make.js';

/** The identity: equal digests then mean equal input. */
const hash = String;
const size = (text: string): number => text.length;
const file = (path: string, text: string): BundleEntry =>
  textFile(path, text, { size, hash });
const entry: Entry = { kind: 'script', path: '.jkf/a.py' };
const bundle = (parts: Partial<BundleParts>): Bundle =>
  makeBundle({ files: [], entry, requirements: [], ...parts }, hash);

describe('the digest of a bundle', () => {
  it('does not depend on the order of files and requirements', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), {
      minLength: 2,
      maxLength: 8
    });
    fc.assert(
      fc.property(names, paths => {
        const files = paths.map(path => file(path, path));
        const forth = bundle({ files, requirements: paths });
        const back = bundle({
          files: [...files].reverse(),
          requirements: [...paths].reverse()
        });
        expect(back).toEqual(forth);
      })
    );
  });

  const base = bundle({ files: [file('a', '1')], requirements: ['numpy==1'] }).digest;
  it.each<[string, Partial<BundleParts>]>([
    ['a byte', { files: [file('a', '2')], requirements: ['numpy==1'] }],
    ['a path', { files: [file('b', '1')], requirements: ['numpy==1'] }],
    [
      'a mode',
      { files: [{ ...file('a', '1'), mode: 0o755 }], requirements: ['numpy==1'] }
    ],
    ['a requirement', { files: [file('a', '1')], requirements: ['numpy==2'] }],
    [
      'the entry',
      {
        files: [file('a', '1')],
        requirements: ['numpy==1'],
        entry: { kind: 'function', path: '.jkf/a.py', name: 'f' }
      }
    ]
  ])('changes with %s', (_what, parts) => {
    expect(bundle(parts).digest).not.toBe(base);
  });

  it('stays when the same bytes come from elsewhere', () => {
    const made = file('a', '1');
    const copied: BundleEntry = { ...made, content: { kind: 'copy', from: '/x/a' } };
    expect(bundle({ files: [copied] }).digest).toBe(bundle({ files: [made] }).digest);
  });
});
