/** `npm start` on this checkout: JupyterLab with our part in it, and nothing left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Command } from '../local/command.js';

const ROOT = join(import.meta.dirname, '..', '..');
const SCRIPT = join(ROOT, 'scripts', 'start.mjs');
const EXAMPLES = join(ROOT, 'examples');
const lab = await environment('lab');

function start(...args: string[]): Command {
  const child = spawn(process.execPath, [SCRIPT, '--no-browser', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  return new Command(child);
}

/** Process ids of all that were started by a process, however far down. */
function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => parentOf(name) === pid)
    .map(Number);
  return [...children, ...children.flatMap(descendants)];
}

function parentOf(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^State:\s+Z/m.test(status)
      ? 0
      : Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  return parentOf(String(pid)) !== 0;
}

async function get(url: string, token: string): Promise<unknown> {
  const headers = { Authorization: `token ${token}` };
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

describe.skipIf(lab.path === '')(`npm start${lab.reason}`, () => {
  it('opens JupyterLab on the examples, and Ctrl-C stops all of it', async () => {
    const before = readdirSync(EXAMPLES);
    const command = start();
    const said = await command.printed(/Open +(\S+)\/lab\?token=(\w+)/);
    const [, base = '', token = ''] = said;
    const api = `${base}/jupyterlab-kubeflow/api`;
    expect(await get(`${api}/health`, token)).toMatchObject({ protocol: 1 });
    const { content } = (await get(`${base}/api/contents`, token)) as {
      content: { name: string }[];
    };
    expect(content.map(({ name }) => name)).toContain('distributed-digits.ipynb');
    const extensions = await get(`${base}/lab/api/extensions`, token);
    expect(extensions).toContainEqual(
      expect.objectContaining({ name: 'jupyterlab-kubeflow', status: 'ok' })
    );
    const pids = descendants(command.child.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    command.child.kill('SIGINT');
    expect((await command.ended).code).toBe(0);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
    expect(readdirSync(EXAMPLES)).toEqual(before);
  });

  it('says that a port is taken', async () => {
    const [holder, port] = await taken();
    const { code, stderr } = await start('--port', String(port)).ended;
    holder.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${String(port)} is taken`);
  });

  it.each([
    [['--port', 'x'], '--port takes a number from 1 to 65535'],
    [['--port'], '--port takes a number'],
    [['--prot', '8888'], 'There is no option --prot']
  ])('refuses %j', async (args, why) => {
    const { code, stderr } = await start(...args).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(why);
  });
});

async function taken(): Promise<[Server, number]> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return [holder, address.port];
}
