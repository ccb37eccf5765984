import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TarEntry } from '@jupyterlab-kubeflow/controller/core/image/tar/entry';
import { difference, snapshot, type Snapshot } from './tree.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jkf-tree-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (path: string, text = path) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const NOTHING: Snapshot = new Map();
const changes = (before: Snapshot): readonly TarEntry[] =>
  difference(root, before, snapshot(root));
const named = (entries: readonly TarEntry[]): string[] =>
  entries.map(({ kind, path }) => `${kind} ${path}`);

describe('the layer between two states of a file system', () => {
  it('has all of it at first, but what is of this computer', () => {
    write('usr/a');
    write('tmp/x');
    write('etc/hostname');
    write('var/lib/dpkg/status-old');
    write('var/lib/apt/lists/x');
    expect(named(changes(NOTHING)).filter(line => !line.startsWith('folder'))).toEqual([
      'file usr/a'
    ]);
  });

  it('has what was added, changed and removed, and nothing that stayed', () => {
    for (const path of ['a/stays', 'a/changes', 'a/mode', 'b/gone', 'b/c/gone']) {
      write(path);
    }
    const before = snapshot(root);
    write('a/changes', 'other text');
    chmodSync(join(root, 'a/mode'), 0o700);
    write('a/added');
    rmSync(join(root, 'b'), { recursive: true });
    expect(named(changes(before)).sort()).toEqual([
      'file a/added',
      'file a/changes',
      'file a/mode',
      'whiteout b'
    ]);
  });

  it('sees a change that keeps size and time', () => {
    write('a', '1');
    utimesSync(join(root, 'a'), 1, 1);
    const before = snapshot(root);
    writeFileSync(join(root, 'a'), '2');
    utimesSync(join(root, 'a'), 1, 1);
    expect(named(changes(before))).toEqual(['file a']);
  });

  it('has one file for several names, and links as they are', () => {
    write('z');
    linkSync(join(root, 'z'), join(root, 'b'));
    symlinkSync('/nowhere', join(root, 'l'));
    const [b, l, z] = changes(NOTHING);
    expect(b).toMatchObject({ kind: 'file', path: 'b' });
    expect(l).toMatchObject({ kind: 'symlink', target: '/nowhere' });
    expect(z).toMatchObject({ kind: 'hardlink', path: 'z', target: 'b' });
  });

  it('hides a folder that has become a link by the link alone', () => {
    write('lib/a');
    const before = snapshot(root);
    rmSync(join(root, 'lib'), { recursive: true });
    symlinkSync('usr/lib', join(root, 'lib'));
    expect(named(changes(before))).toEqual(['symlink lib']);
  });
});
