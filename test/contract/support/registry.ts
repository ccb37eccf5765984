/** Debian's registry as a process on loopback, and the independent tools that judge images. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sleep } from '../../../controller/src/adapters/run-folder/sleep.js';

const execute = promisify(execFile);

/** Runs a tool to its end and gives what it printed. */
export async function tool(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute(name, args, { maxBuffer: 1 << 26 });
  return stdout;
}

/** Those of the programs that are not installed. */
export function absent(...programs: string[]): string[] {
  return programs.filter(name => spawnSync(name, ['--version']).error !== undefined);
}

export interface TestRegistry {
  readonly host: string;
  dispose(): Promise<void>;
}

/** One password for all: that of `me`, hashed by `htpasswd -B`. */
const PASSWORDS = {
  plain: 'secret',
  hashed: '$2y$05$AmGxy6dHaGvs5XC7mN.6LuE3K34rK9zvvu.PWYz6W9yrXIqFHvcOS'
};
export const CREDENTIALS = { user: 'me', password: PASSWORDS.plain };

/** Files of its certificate and key. */
export interface TestTls {
  readonly certificate: string;
  readonly key: string;
}

/** A registry with nothing in it; `locked`: only `CREDENTIALS` let in. */
export async function startRegistry(
  locked = false,
  tls?: TestTls
): Promise<TestRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-registry-'));
  const host = `127.0.0.1:${String(await freePort())}`;
  writeFileSync(join(folder, 'passwords'), `me:${PASSWORDS.hashed}\n`);
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host, ...(tls ? { tls } : {}) },
    ...(locked
      ? { auth: { htpasswd: { realm: 'r', path: join(folder, 'passwords') } } }
      : {})
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: 'ignore'
  });
  const ended = new Promise<void>(done => {
    child.once('close', () => {
      done();
    });
  });
  await answering(host, tls !== undefined);
  return {
    host,
    dispose: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    }
  };
}

/** Who expects TLS answers without it, too: in an error. */
async function answering(host: string, secure: boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer && (secure || answer.status !== 400)) return;
    await sleep(50);
  }
  throw new Error('the registry does not answer');
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        done(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}
