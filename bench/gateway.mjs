/** The built gateway as a process of its own, asked as the relay asks it. */
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const BUNDLE = join(import.meta.dirname, '..', 'controller', 'dist', 'jkf.cjs');
const SECRET = 'bench';
const HEADER = 'X-Jupyterlab-Kubeflow-Secret';

/** As a page asks when nobody has chosen anything. */
const SETTINGS = { parameters: {}, include: [], exclude: [], args: [], env: {} };

export class Gateway {
  #child;
  #socket;
  #settings;

  /**
   * Starts one and waits until it listens.
   * @param {{folder: string, root: string, python: string, env?: object}} place `folder`:
   *   for its socket and runs; `root`: of the notebooks; `python`: what they run with
   */
  static async start({ folder, root, python, env }) {
    const gateway = new Gateway();
    gateway.#settings = { ...SETTINGS, python };
    gateway.#socket = join(folder, 'gateway.sock');
    const args = ['gateway', '--socket', gateway.#socket, '--root', root];
    gateway.#child = spawn(process.execPath, [BUNDLE, ...args], {
      env: { ...process.env, JKF_HOME: join(folder, 'gateway-home'), ...env },
      stdio: ['pipe', 'pipe', 'inherit']
    });
    gateway.#child.stdin.write(`${SECRET}\n`);
    await once(gateway.#child.stdout, 'data');
    return gateway;
  }

  get pid() {
    return this.#child.pid;
  }

  plan(path, text) {
    return this.#ask('POST', 'plan', { path, text, settings: this.#settings });
  }

  /** Objects of a run, as the page shows them. */
  async manifests(path, chosen) {
    const settings = { ...this.#settings, ...chosen };
    const { objects } = await this.#ask('POST', 'plan/manifests', { path, settings });
    return objects;
  }

  launch(id, path, chosen = {}) {
    return this.#ask('POST', 'runs', {
      id,
      path,
      settings: { ...this.#settings, ...chosen }
    });
  }

  list() {
    return this.#ask('GET', 'runs');
  }

  /** Starts a run; milliseconds until its first line is here, and until it is complete. */
  async timesOf(id, path) {
    const feed = await this.openFeed();
    const started = performance.now();
    await this.launch(id, path);
    feed.send(JSON.stringify({ kind: 'follow', run: id }));
    const times = {};
    for await (const [data] of on(feed, 'message')) {
      const message = JSON.parse(String(data));
      const isLine = message.items?.some(({ kind }) => kind === 'log');
      if (isLine) times.line ??= performance.now() - started;
      if (message.kind === 'complete') break;
    }
    times.complete = performance.now() - started;
    feed.terminate();
    return times;
  }

  async openFeed() {
    const headers = { [HEADER]: SECRET };
    const feed = new WebSocket(`ws+unix://${this.#socket}:/feed`, { headers });
    await once(feed, 'open');
    feed.send(JSON.stringify({ kind: 'hello', protocol: 1 }));
    return feed;
  }

  async stop() {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }

  async #ask(method, path, body) {
    const headers = { [HEADER]: SECRET, 'Content-Type': 'application/json' };
    const options = { socketPath: this.#socket, path: `/${path}`, method, headers };
    const asked = request(options).end(body && JSON.stringify(body));
    const [answer] = await once(asked, 'response');
    const text = (await answer.toArray()).join('');
    if (answer.statusCode >= 400) throw new Error(`${path}: ${text}`);
    return JSON.parse(text);
  }
}

/** Bytes a process has in memory; `undefined` where the system does not say. */
export function memoryOf(pid) {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024;
}
