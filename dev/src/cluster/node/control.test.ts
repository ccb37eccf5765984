import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askStatus, giveOrder, runInside } from '../acts/order.js';
import { instancePaths } from '../plan/paths.js';
import { listen } from './control.js';
import { Programs } from './programs.js';

describe('orders to a supervisor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'control-'));
  const paths = instancePaths(folder);
  let server: Server | undefined;
  beforeAll(async () => {
    mkdirSync(paths.logs);
    const programs = new Programs(paths, []);
    server = await listen(paths.socket, { programs, problem: () => 'no network' });
  });
  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true });
  });

  it('come through a socket of this user alone', () => {
    expect((statSync(paths.socket).mode & 0o777).toString(8)).toBe('600');
  });

  it('are answered: what the matter is, and with which components', async () => {
    expect(await askStatus(paths.socket)).toEqual({
      problem: 'no network',
      components: []
    });
  });

  it('run a command with its input, and give its failure as a sentence', async () => {
    expect(await runInside(paths.socket, ['cat'], { input: 'text' })).toBe('text');
    await expect(runInside(paths.socket, ['false'])).rejects.toThrow('false failed');
  });

  it('that make no sense are refused', async () => {
    const order = { kind: 'act', component: 'nobody', verb: 'stop' } as const;
    await expect(giveOrder(paths.socket, order)).rejects.toThrow('no component nobody');
  });

  it('are given up when nobody answers, or somebody says stop', async () => {
    const silent = createServer(() => undefined);
    const socket = join(folder, 'silent.sock');
    await new Promise<void>(done => silent.listen(socket, done));
    const order = { kind: 'heal' } as const;
    await expect(giveOrder(socket, order, { limitMs: 50 })).rejects.toThrow(
      'has not answered for 0.05 s (heal)'
    );
    const signal = AbortSignal.abort(new Error('Cancelled.'));
    await expect(giveOrder(socket, order, { signal })).rejects.toThrow('Cancelled.');
    silent.closeAllConnections();
    silent.close();
  });

  it('find nobody where no node runs', async () => {
    expect(await askStatus(join(folder, 'none.sock'))).toBeUndefined();
  });
});
