import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalMachine, parseGpus } from './local.js';

describe('this computer', () => {
  it('says the free space of the disk a folder will be on before the folder is there', async () => {
    const facts = await new LocalMachine(join(tmpdir(), 'not', 'there', 'yet')).facts();
    expect(facts.diskFreeBytes).toBeGreaterThan(0);
    expect(facts.cpus).toBeGreaterThan(0);
  });

  it('says that runs can be kept in a folder that can be made', async () => {
    const facts = await new LocalMachine(join(tmpdir(), 'not', 'there', 'yet')).facts();
    expect(facts.unwritable).toBeUndefined();
  });

  it.each([
    ['in its place', import.meta.filename],
    ['in the way to it', join(import.meta.filename, 'runs')]
  ])('says that runs cannot be kept where a file is %s', async (_, folder) => {
    const facts = await new LocalMachine(folder).facts();
    expect(facts.unwritable).toEqual({
      folder,
      detail: 'a part of its path is a file'
    });
  });

  it('reads the cards nvidia-smi prints', () => {
    expect(parseGpus('NVIDIA A100-SXM4-40GB, 40960\nTesla T4, 15360\n')).toEqual([
      { name: 'NVIDIA A100-SXM4-40GB', memoryMiB: 40960 },
      { name: 'Tesla T4', memoryMiB: 15360 }
    ]);
  });
});
