/** The built gateway as a process of its own, asked as the relay asks it. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  DEFAULT_SETTINGS,
  type RunAnswer,
  type RunsAnswer,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { realPython } from '../../contract/support/requests.js';

const BUNDLE = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'controller',
  'dist',
  'jkf.cjs'
);
const PYTHON = realPython();

/** What a request was answered. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A place with notebooks and runs, and the gateway that serves it at the moment. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'jkf-gw-'));
  readonly home = join(this.folder, 'home');
  readonly secret = 'open sesame';
  /** What the gateways wrote to their log. */
  log = '';
  #child: Child | undefined;
  #starts = 0;

  /** @param env - more variables of the gateways */
  constructor(readonly env: NodeJS.ProcessEnv = {}) {}

  /** Of the gateway that runs. */
  get socket(): string {
    return join(this.folder, `${String(this.#starts)}.sock`);
  }

  get pid(): number {
    return this.#child?.pid ?? fail('no gateway runs');
  }

  /** Of the gateway that runs. */
  get input(): Writable {
    return this.#child?.stdin ?? fail('no gateway runs');
  }

  /** Starts a gateway and waits until it listens, or has ended. */
  async start(secret = this.secret, socket?: string): Promise<void> {
    this.#starts += 1;
    const args = ['gateway', '--socket', socket ?? this.socket, '--root', this.folder];
    const child = spawn(process.execPath, [BUNDLE, ...args], {
      cwd: this.folder,
      env: { ...process.env, JKF_HOME: this.home, ...this.env },
      stdio: ['pipe', 'pipe', 'pipe']
    });
    child.stderr.on('data', text => (this.log += String(text)));
    child.stdin.on('error', () => undefined);
    this.#child = child;
    child.stdin.write(`${secret}\n`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }

  /** Ends the gateway without a word. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.#child?.kill('SIGKILL');
    await ended;
  }

  /** Exit code of the gateway, once it has ended; `null` for a signal. */
  async ended(): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return child?.exitCode ?? null;
    }
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  file(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Starts a file as a run of this id. */
  launch(
    id: string,
    path: string,
    settings: Partial<Settings> = {}
  ): Promise<Answer<RunAnswer>> {
    const all = { ...DEFAULT_SETTINGS, python: PYTHON, ...settings };
    return this.ask('POST', 'runs', { id, path, settings: all });
  }

  async runs(): Promise<string[]> {
    const { body } = await this.ask<RunsAnswer>('GET', 'runs');
    return body.runs.map(({ id, state }) => `${id} ${state}`);
  }

  ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const headers = {
      'X-Jupyterlab-Kubeflow-Secret': this.secret,
      'Content-Type': 'application/json'
    };
    const options = { socketPath: this.socket, path: `/${path}`, method, headers };
    return new Promise((resolve, reject) => {
      const asked = request(options, answer => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', piece => (text += String(piece)));
        answer.on('error', reject);
        answer.on('end', () => {
          const parsed = (text === '' ? undefined : JSON.parse(text)) as T;
          resolve({ status: answer.statusCode ?? 0, body: parsed });
        });
      });
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Lines of a rank's log, as they are in its file. */
  written(id: string, rank: number): string[] {
    const path = join(this.home, 'runs', id, 'ranks', String(rank), 'log');
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  }

  /** KiB of a row of `/proc/PID/status`. */
  memory(row: 'VmRSS' | 'VmHWM'): number {
    const text = readFileSync(`/proc/${String(this.pid)}/status`, 'utf8');
    return Number(new RegExp(`${row}:\\s+(\\d+)`).exec(text)?.[1]);
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function fail(why: string): never {
  throw new Error(why);
}
