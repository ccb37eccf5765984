/** A containerd of a test's own: it pulls images as nodes do. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../../controller/src/adapters/run-folder/sleep.js';
import { tool } from './registry.js';

export interface TestContainerd {
  /** Runs `ctr` on it and gives what it printed. */
  ctr(...args: string[]): Promise<string>;
  dispose(): Promise<void>;
}

/** Why there can be none here; undefined when there can. */
export function noContainerd(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'not root';
}

export async function startContainerd(): Promise<TestContainerd> {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-containerd-'));
  const address = join(folder, 'c.sock');
  const config = `version = 2
root = "${join(folder, 'root')}"
state = "${join(folder, 'state')}"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "${address}"
`;
  writeFileSync(join(folder, 'config.toml'), config);
  const child = spawn('containerd', ['--config', join(folder, 'config.toml')], {
    stdio: 'ignore'
  });
  const ended = new Promise<void>(done => {
    child.once('close', () => {
      done();
    });
  });
  const ctr = (...args: string[]): Promise<string> =>
    tool('ctr', '--address', address, ...args);
  await answering(ctr);
  return {
    ctr,
    dispose: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    }
  };
}

async function answering(ctr: TestContainerd['ctr']): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ctr('version').catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(50);
  }
  throw new Error('containerd does not answer');
}
