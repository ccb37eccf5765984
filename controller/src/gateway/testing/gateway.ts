/** For tests: requests to a gateway's routes, as the relay makes them. */
import type { Hono } from 'hono';
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../../ports/target.js';
import type { Services } from '../../service/services.js';
import { createApp } from '../app.js';
import { SECRET_HEADER } from '../guard.js';
import { servicesOver } from './services.js';

const SECRET = 'open sesame';

/** What a request was answered. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text read as JSON. */
  readonly body: T;
}

export class TestGateway {
  readonly logged: string[] = [];
  /** How often pages were to be told of a change. */
  changes = 0;
  readonly #app: Hono;

  constructor(target: RunTarget, services: Partial<Services> = {}) {
    this.#app = createApp({
      services: { ...servicesOver(target), ...services },
      root: '/srv/notebooks',
      secret: SECRET,
      version: '1.2.3',
      home: '/home/me/.local/share/jupyterlab-kubeflow',
      log: text => this.logged.push(text),
      changed: () => (this.changes += 1)
    });
  }

  /** With the secret. */
  send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(SECRET_HEADER, SECRET);
    return this.sendAsIs(path, { ...init, headers });
  }

  sendAsIs(path: string, init: RequestInit = {}): Promise<Response> {
    return Promise.resolve(this.#app.request(`http://gateway/${path}`, init));
  }

  async get<T>(path: string): Promise<Answer<T>> {
    return answerOf(await this.send(path));
  }

  async delete(path: string): Promise<Answer> {
    return answerOf(await this.send(path, { method: 'DELETE' }));
  }

  async post<T>(path: string, body: unknown = {}): Promise<Answer<T>> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json' };
    return answerOf(await this.send(path, { method: 'POST', headers, body: text }));
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status, headers, text, body: (isJson ? JSON.parse(text) : undefined) as T };
}

/** The code of the problem, and the status it came with. */
export function problemOf({ status, body }: Answer): [number, string] {
  return [status, (body as { problem: Problem }).problem.code];
}
