import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventory } from '../../core/packages/testing.js';
import { InventoryFiles } from './inventory-store.js';

const KEY = 'sha256:ab-10';
const ONE = inventory({ numpy: '1' }, { venv: '/opt/venv', glibc: '2.28' });

describe('inventories on disk', () => {
  let folder = '';
  let files: InventoryFiles;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-inventories-'));
    files = new InventoryFiles(join(folder, 'kept'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are there again, and nothing else', async () => {
    expect(await files.read(KEY)).toBeUndefined();
    await files.write(KEY, ONE);
    expect(await new InventoryFiles(join(folder, 'kept')).read(KEY)).toEqual(ONE);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['sha256-ab-10.json']);
  });

  it.each(['', '{', '{"version":0}', '{"version":2,"inventory":{"libc":"other"}}'])(
    'are made anew when the file is damaged: %j',
    async text => {
      await files.write(KEY, ONE);
      writeFileSync(join(folder, 'kept', 'sha256-ab-10.json'), text);
      expect(await files.read(KEY)).toBeUndefined();
      await files.write(KEY, ONE);
      expect(await files.read(KEY)).toEqual(ONE);
    }
  );

  it('are only made anew when they cannot be kept', async () => {
    writeFileSync(join(folder, 'file'), '');
    chmodSync(join(folder, 'file'), 0o600);
    const nowhere = new InventoryFiles(join(folder, 'file'));
    await nowhere.write(KEY, ONE);
    expect(await nowhere.read(KEY)).toBeUndefined();
  });
});
