/** The wheel, in an environment without Node and without anything else. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';

const ROOT = join(import.meta.dirname, '..', '..');
const SCRIPT = join(ROOT, 'scripts', 'wheel.mjs');
const NOTEBOOK = join(ROOT, 'examples', 'distributed-digits.ipynb');
const NODE_NAMES = new Set(['node', 'nodejs', 'npm', 'npx', 'corepack']);

const lab = await environment('lab');

const output = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });

describe.skipIf(lab.path === '')(`the wheel${lab.reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-wheel-'));
  const venv = join(folder, 'venv');
  const bin = join(venv, 'bin');
  const tools = join(folder, 'tools');
  const env = { PATH: `${bin}:${tools}`, HOME: folder, LANG: 'C.UTF-8' };
  let wheel = '';

  const pip = (...args: string[]): string =>
    output(join(bin, 'pip'), ...args, '--disable-pip-version-check', '--quiet');

  beforeAll(() => {
    wheel = output(process.execPath, SCRIPT).trim();
    output('python3', '-m', 'venv', venv);
    linkTools(tools);
    pip('install', wheel);
  }, 600_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds all parts, and no tests', () => {
    const names = output('python3', '-m', 'zipfile', '-l', wheel)
      .split('\n')
      .slice(1)
      .map(line => line.replace(/ +\d{4}-\d\d-\d\d .*$/, ''));
    const data = 'jupyterlab_kubeflow-0.1.0.data/data';
    const extension = `${data}/share/jupyter/labextensions/jupyterlab-kubeflow`;
    for (const part of [
      ...[
        ...['cli', 'feed', 'gateway', 'node', 'relay', 'inert'],
        ...['client/api', 'fairing/config']
      ].map(name => `jupyterlab_kubeflow/${name}.py`),
      'jupyterlab_kubeflow/_gateway/jkf.cjs',
      `${data}/etc/jupyter/jupyter_server_config.d/jupyterlab_kubeflow.json`,
      `${extension}/install.json`,
      `${extension}/package.json`,
      ...readdirSync(join(ROOT, 'schema')).map(
        name => `${extension}/schemas/jupyterlab-kubeflow/${name}`
      )
    ]) {
      expect(names).toContain(part);
    }
    expect(names.join('\n')).toMatch(/labextensions\S*\/static\/remoteEntry\.\w+\.js/);
    expect(names.filter(name => /\/tests?\/|__pycache__|\.map$/.test(name))).toEqual(
      []
    );
  });

  it('finds no Node where it is tried', () => {
    const { status } = spawnSync('sh', ['-c', 'command -v node || command -v npm'], {
      env
    });
    expect(status).not.toBe(0);
  });

  it('runs a notebook on three ranks', () => {
    const args = ['run', NOTEBOOK, '--ranks', '3', '--follow', '--python', lab.path];
    const { status, stdout, stderr } = spawnSync(join(bin, 'jkf'), args, {
      env,
      cwd: folder,
      encoding: 'utf8'
    });
    expect(`${stdout}${stderr}`).toMatch(/accuracy/);
    expect(status).toBe(0);
  });

  it('adds its API to a Jupyter server', async () => {
    const port = '18765';
    const args = ['-m', 'jupyter_server', '--no-browser', '--allow-root'];
    const own = [`--port=${port}`, '--ServerApp.port_retries=50', '--ip=127.0.0.1'];
    const server = spawn(
      join(bin, 'python'),
      [...args, ...own, '--IdentityProvider.token=t'],
      { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] }
    );
    try {
      const base = await urlOf(server.stderr);
      const headers = { Authorization: 'token t' };
      const answer = await fetch(`${base}jupyterlab-kubeflow/api/health`, { headers });
      expect(await answer.json()).toMatchObject({ version: '0.1.0', protocol: 1 });
    } finally {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  });

  it('leaves nothing when it is uninstalled', () => {
    const ours = (): string[] =>
      readdirSync(venv, { recursive: true, encoding: 'utf8' }).filter(name =>
        /jupyterlab.kubeflow|\bjkf\b/.test(name)
      );
    expect(ours()).not.toEqual([]);
    pip('uninstall', '--yes', 'jupyterlab-kubeflow');
    expect(ours()).toEqual([]);
  });

  it.each([
    ['the program', 'controller/dist/jkf.cjs'],
    ['the labextension', 'jupyterlab_kubeflow/labextension/package.json']
  ])('is not packed without %s', (_, path) => {
    const [there, away] = [join(ROOT, path), join(ROOT, `${path}.away`)];
    renameSync(there, away);
    try {
      const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--no-build'], {
        encoding: 'utf8'
      });
      expect(status).toBe(1);
      expect(stderr).toContain('missing or stale');
    } finally {
      renameSync(away, there);
    }
  });
});

/** The system's commands, without Node's. */
function linkTools(folder: string): void {
  mkdirSync(folder);
  for (const place of ['/usr/bin', '/bin']) {
    for (const name of readdirSync(place)) {
      const link = join(folder, name);
      if (!NODE_NAMES.has(name) && !existsSync(link)) {
        symlinkSync(join(place, name), link);
      }
    }
  }
}

/** What a server says that it listens on. */
function urlOf(log: Readable): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    log.on('data', piece => {
      text += String(piece);
      const found = /http:\/\/127\.0\.0\.1:\d+\/(?=\S*token)/.exec(text);
      if (found) resolve(found[0]);
    });
    log.on('end', () => {
      reject(new Error(`The server ended:\n${text}`));
    });
  });
}
