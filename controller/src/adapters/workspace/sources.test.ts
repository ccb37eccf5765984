import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSources } from './sources.js';

describe('the file that is planned', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sources-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async (name: string, bytes?: Uint8Array): Promise<string> => {
    if (bytes) await writeFile(join(folder, name), bytes);
    return new FileSources().read(join(folder, name), name);
  };

  it('is read as it is, byte order mark and all', async () => {
    expect(await read('größe.py', Buffer.from('\uFEFFx = "é"\r\n'))).toBe(
      '\uFEFFx = "é"\r\n'
    );
  });

  it.each([
    ['latin.py', Buffer.from('x = "\xe9"', 'latin1'), 'file-not-text'],
    ['wide.ipynb', Buffer.from('\uFEFF{}', 'utf16le'), 'file-not-text'],
    ['absent.py', undefined, 'file-missing'],
    ['a.txt', Buffer.from(''), 'file-kind-unknown']
  ])('%s with %j is %s', async (name, bytes, code) => {
    await expect(read(name, bytes)).rejects.toMatchObject({ problem: { code } });
  });

  it('is no folder, whatever its name', async () => {
    await mkdir(join(folder, 'a.py'));
    await expect(read('a.py')).rejects.toMatchObject({
      problem: { code: 'file-unreadable', params: { detail: 'it is a folder' } }
    });
  });
});
