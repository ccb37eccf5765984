/** Speaks HTTP with a registry: one request, its answer, and when to try again. */
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorize, Refused, refuseDetour, type Asker } from './token.js';

export interface RegistryOptions extends Asker {
  /** Without encryption; loopback hosts always are. */
  readonly plainHttp?: boolean | undefined;
}

export interface Question {
  readonly method: 'HEAD' | 'POST' | 'PUT';
  /** Below the host, or whole. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for every try. */
  readonly body?: () => Readable;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a question, again where the answer says that it may go better soon. */
export type Ask = (question: Question) => Promise<Answer>;

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const PASSING = new Set([408, 429, 500, 502, 503, 504]);
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;
/** Answers are short; more is not a registry's. */
const LARGEST_ANSWER = 1 << 20;

/** Connections stay open between questions until `close`. */
export function registryAt(options: RegistryOptions): {
  readonly ask: Ask;
  readonly close: () => void;
} {
  const plain = options.plainHttp === true || LOOPBACK.test(options.host);
  const agent = new (plain ? PlainAgent : Agent)({ keepAlive: true });
  const base = new URL(`${plain ? 'http' : 'https'}://${options.host}/`);
  const once = answering(base, options, agent);
  return {
    ask: question => again(() => once(question), options.signal),
    close: () => {
      agent.destroy();
    }
  };
}

/**
 * Asks as one whom the registry knows. Who we are is said when it asks, and kept: what one
 * request was told serves the next, until more rights are needed or time is up.
 */
function answering(base: URL, options: RegistryOptions, agent: PlainAgent): Ask {
  let known: string | undefined;
  return async question => {
    const url = new URL(question.url, base);
    if (url.origin !== base.origin) {
      refuseDetour(url.href, base, options.host, 'with an image');
    }
    // Whoever answers for the registry may send us elsewhere, but not with a password.
    const ours = url.origin === base.origin;
    const line = { agent: url.protocol === base.protocol ? agent : undefined, url };
    const answer = await send(
      question,
      { ...line, secret: ours ? known : undefined },
      options
    );
    if (answer.status !== 401 || !ours) return answer;
    const asks = answer.headers['www-authenticate'];
    const secret = await authorize(asks, { url, base }, options);
    if (secret === undefined) return answer;
    known = secret;
    return send(question, { ...line, secret }, options);
  };
}

async function again(
  once: () => Promise<Answer>,
  signal: AbortSignal | undefined
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const last = tries === TRIES;
    try {
      const answer = await once();
      if (last || !PASSING.has(answer.status)) return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (last || error instanceof Refused) throw error;
    }
    const wait = FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + Math.random());
    await sleep(wait, undefined, signal ? { signal } : {});
  }
}

/** Where a question goes, over which connections, and as whom. */
interface Line {
  readonly url: URL;
  readonly agent: PlainAgent | undefined;
  readonly secret: string | undefined;
}

async function send(
  question: Question,
  { url, agent, secret }: Line,
  { signal, host }: RegistryOptions
): Promise<Answer> {
  const outgoing = (url.protocol === 'http:' ? plainRequest : request)(url, {
    method: question.method,
    agent,
    headers: { ...question.headers, ...(secret ? { authorization: secret } : {}) },
    ...(signal ? { signal } : {})
  });
  const incoming = new Promise<IncomingMessage>((answered, failed) => {
    outgoing.once('response', answered).once('error', failed);
  });
  try {
    const sent = pipeline(question.body?.() ?? Readable.from([]), outgoing);
    // A refusal may come before all is sent, and is what there is to say.
    sent.catch(() => undefined);
    const answer = await incoming;
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      text: (await text(answer)).slice(0, LARGEST_ANSWER)
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The registry ${host} cannot be reached: ${why}`, { cause: error });
  }
}
