import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderWorkspace } from './folder.js';

describe("a notebook's folder", () => {
  let outer = '';
  let root = '';
  beforeEach(async () => {
    outer = await mkdtemp(join(tmpdir(), 'workspace-'));
    root = join(outer, 'root');
    await mkdir(root);
  });
  afterEach(() => rm(outer, { recursive: true }));

  async function write(path: string, content: string | Uint8Array = ''): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const paths = async (): Promise<string[]> =>
    (await new FolderWorkspace(root).list()).files.map(file => file.path);

  it('lists files in order, without caches, environments and hidden folders', async () => {
    const kept = ['.env', 'b.py', 'data/größe 1.csv', 'pkg/__init__.py'];
    const skipped = [
      '.git/config',
      'node_modules/x.js',
      'pkg/__pycache__/a.pyc',
      'myenv/pyvenv.cfg',
      'myenv/bin/python'
    ];
    for (const path of [...kept, ...skipped]) await write(path);
    expect(await paths()).toEqual(kept);
  });

  it('follows a link to a file inside, not one that leads out', async () => {
    await write('inside.txt', 'in');
    await writeFile(join(outer, 'outside.txt'), 'out');
    await symlink('inside.txt', join(root, 'good.txt'));
    await symlink('../outside.txt', join(root, 'bad.txt'));
    await symlink('nowhere', join(root, 'dangling.txt'));
    expect(await paths()).toEqual(['good.txt', 'inside.txt']);
    const workspace = new FolderWorkspace(root);
    expect(await workspace.readText('bad.txt')).toBeUndefined();
    expect(await workspace.readText('../outside.txt')).toBeUndefined();
    expect(await workspace.readText('good.txt')).toBe('in');
  });

  it('gives the SHA-256 of bytes, and no text for bytes that are not UTF-8', async () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0);
    await write('blob', bytes);
    const workspace = new FolderWorkspace(root);
    expect(await workspace.digest('blob')).toBe(
      createHash('sha256').update(bytes).digest('hex')
    );
    expect(await workspace.readText('blob')).toBeUndefined();
    await expect(workspace.digest('gone')).rejects.toMatchObject({
      problem: { code: 'file-missing' }
    });
  });
});
