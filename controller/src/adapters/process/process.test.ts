import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFiles } from './files.js';
import { surroundings } from './surroundings.js';
import { terminalOf } from './terminal.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jkf-process-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files', () => {
  it('are written with the folders above them', async () => {
    await localFiles.write(join(folder, 'a', 'b', 'c.py'), 'print(1)\n');
    expect(await readFile(join(folder, 'a', 'b', 'c.py'), 'utf8')).toBe('print(1)\n');
    expect(await localFiles.isFolder(join(folder, 'a'))).toBe(true);
  });

  it('that cannot be written are a problem with the path', async () => {
    await writeFile(join(folder, 'file'), '');
    const attempt = localFiles.write(join(folder, 'file', 'x.py'), '');
    await expect(attempt).rejects.toMatchObject({
      problem: {
        code: 'output-unwritable',
        params: { path: join(folder, 'file', 'x.py') }
      }
    });
  });
});

describe('a stream', () => {
  const pair = (env: Record<string, string>, isTTY: boolean) => {
    const stream = Object.assign(new PassThrough({ highWaterMark: 4 }), { isTTY });
    return { stream, output: terminalOf(stream, stream, { env }).out };
  };

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true]
  ])('with %j, a terminal: %s, has colours: %s', (env, isTTY, colours) => {
    expect(pair(env, isTTY).output.colours).toBe(colours);
  });

  it('makes its writer wait until it is read', async () => {
    const { stream, output } = pair({}, false);
    let written = false;
    const write = output.write('more than fits').then(() => {
      written = true;
    });
    await Promise.resolve();
    expect(written).toBe(false);
    stream.resume();
    await write;
    expect(written).toBe(true);
  });

  it('whose reader goes away takes anything and tells so', async () => {
    const { stream, output } = pair({}, false);
    const write = output.write('more than fits');
    stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await write;
    await output.write('nobody reads this');
    expect(output.closed.aborted).toBe(true);
  });
});

describe('surroundings', () => {
  const look = (changes: { command?: string; kubeconfig?: string; runs?: string }) =>
    surroundings({
      env: changes.kubeconfig ? { KUBECONFIG: changes.kubeconfig } : {},
      home: folder,
      runsFolder: changes.runs ?? join(folder, 'runs'),
      probeCommand: [process.execPath, '-e', changes.command ?? '']
    });

  it('are in order on this computer', async () => {
    const found = await look({});
    expect(found).toEqual({
      node: process.versions.node,
      system: expect.any(String) as string,
      runsFolder: join(folder, 'runs')
    });
  });

  it('tell what does not work', async () => {
    await writeFile(join(folder, 'plain'), '');
    const found = await look({
      command: 'process.exit(3)',
      runs: join(folder, 'plain', 'runs')
    });
    expect(found.startFault).toBe('it ended with 3');
    expect(found.runsFault).toContain('ENOTDIR');
  });

  it('name the current context of the first kubeconfig that exists', async () => {
    const path = join(folder, 'config');
    await writeFile(path, 'apiVersion: v1\ncurrent-context: "team-a"\n');
    const found = await look({ kubeconfig: `${join(folder, 'none')}:${path}` });
    expect(found.kubeconfig).toEqual({ path, context: 'team-a' });
  });
});
