/** Calls of one user to one API server: proof, attempts, and errors as rows of the table. */
import type { IncomingMessage } from 'node:http';
import { problem } from '@jupyterlab-kubeflow/protocol';
import { backoffMs, type Backoff } from '../../core/cluster/backoff.js';
import type { Call } from '../../core/cluster/call.js';
import { ClusterError } from '../../core/cluster/cluster-error.js';
import { connectionError } from '../../core/cluster/connection-error.js';
import { isFields } from '../../core/cluster/fields.js';
import type { KubeObject } from '../../core/cluster/object.js';
import { refusalError } from '../../core/cluster/refusal.js';
import type { Connection, HttpRequest } from './connection.js';
import type { Credentials } from './credentials.js';
import type { Timing } from '../../ports/timing.js';

export interface RequestsDeps {
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly timing: Timing;
}

/** Attempts of a call that the server is too busy for. */
const ATTEMPTS = 6;
const BACKOFF: Backoff = { first: 500, most: 4000 };

/** Longest wait for a server that asks for one, in milliseconds. */
const LONGEST_WAIT = 30_000;

/** Most that is read of a refusal, in UTF-16 units. */
const REFUSAL_LIMIT = 65_536;

export class Requests {
  readonly #deps: RequestsDeps;

  constructor(deps: RequestsDeps) {
    this.#deps = deps;
  }

  /** The JSON that answers a call; tries again while the server is too busy. */
  async json(call: Call, request: HttpRequest): Promise<KubeObject> {
    const { timing } = this.#deps;
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.#value(call, request);
      } catch (error) {
        if (failures === ATTEMPTS || !mayRepeat(request, error)) throw error;
        const asked = error.retryAfterMs ?? 0;
        if (asked > LONGEST_WAIT) throw error;
        const wait = backoffMs(BACKOFF, failures, timing.random(), asked);
        await timing.sleep(wait, request.signal);
      }
    }
  }

  /**
   * The answer of a call, as soon as it begins. Its body must be read or destroyed.
   * Credentials that are refused are renewed once, where that is possible.
   */
  async open(call: Call, request: HttpRequest): Promise<IncomingMessage> {
    const answer = await this.#send(call, request);
    if (answer.statusCode !== 401 || !this.#deps.credentials.refused()) {
      return accepted(call, answer);
    }
    answer.destroy();
    return accepted(call, await this.#send(call, request));
  }

  async #value(call: Call, request: HttpRequest): Promise<KubeObject> {
    const answer = await this.open(call, request);
    const text = await textOf(call, answer, request.signal);
    const value = parsed(text);
    if (isFields(value)) return value;
    const detail = 'its answer is no JSON';
    const row = problem('cluster-answer-invalid', { server: call.server, detail });
    throw new ClusterError(row, { temporary: true });
  }

  async #send(call: Call, request: HttpRequest): Promise<IncomingMessage> {
    const { credentials, connection } = this.#deps;
    const proof = await credentials.proof();
    try {
      return await connection.send(request, proof);
    } catch (error) {
      throw faultOf(call, error, request.signal);
    }
  }
}

/** What ended a stream, as an error of its call; the signal's reason when that did. */
export function faultOf(call: Call, error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof ClusterError || !(error instanceof Error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return connectionError(call, { code: code ?? '', message });
}

/** Only what was surely not carried out, or changes nothing. */
function mayRepeat(request: HttpRequest, error: unknown): error is ClusterError {
  if (!(error instanceof ClusterError) || error.status === undefined) return false;
  return error.status === 429 || (changesNothing(request) && error.temporary);
}

function changesNothing({ method, path }: HttpRequest): boolean {
  return method === 'GET' || /[?&]dryRun=All\b/.test(path);
}

async function accepted(call: Call, answer: IncomingMessage): Promise<IncomingMessage> {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return answer;
  const retryAfter = answer.headers['retry-after'];
  throw refusalError(call, {
    status,
    body: await beginningOf(answer),
    ...(retryAfter === undefined ? {} : { retryAfter })
  });
}

/** As much of a refusal as is worth reading; a refusal that breaks off is one too. */
async function beginningOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > REFUSAL_LIMIT) break;
    }
  } catch {
    return text;
  }
  return text;
}

async function textOf(
  call: Call,
  answer: IncomingMessage,
  signal: AbortSignal | undefined
): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch (error) {
    throw faultOf(call, error, signal);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
