/** Sends requests to one API server. */
import { setMaxListeners } from 'node:events';
import { createHash } from 'node:crypto';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { proxiesOf } from '../../core/cluster/proxies.js';
import type { Endpoint } from './access.js';
import type { Proof } from './credentials.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with its query, starting with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface ConnectionOptions {
  /** For proxies, when the kubeconfig names none. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Longest wait for the start of an answer, in milliseconds. */
  readonly patience: number;
}

/** A connection that is silent is probed after so long, in milliseconds. */
const PROBE = 30_000;

export class Connection {
  readonly #endpoint: Endpoint;
  readonly #options: ConnectionOptions;
  #agent: { readonly id: string; readonly agent: http.Agent } | undefined;

  constructor(endpoint: Endpoint, options: ConnectionOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
  }

  /**
   * Resolves with the answer when it begins, whatever its status.
   * @throws what Node throws when there is none
   */
  async send(request: HttpRequest, proof: Proof): Promise<IncomingMessage> {
    for (;;) {
      try {
        return await this.#once(request, proof);
      } catch (error) {
        // Each such failure takes a kept connection away: it ends with a new one.
        if (!(error instanceof StaleSocket)) throw error;
      }
    }
  }

  close(): void {
    this.#agent?.agent.destroy();
    this.#agent = undefined;
  }

  #once(request: HttpRequest, proof: Proof): Promise<IncomingMessage> {
    const { server } = this.#endpoint;
    const { request: open } = server.protocol === 'https:' ? https : http;
    const { method, body, signal } = request;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sent = open(pathBelow(server, request.path), {
        method,
        agent: this.#agentFor(proof),
        headers: { ...headersOf(request), ...proof.headers }
      });
      const stop = endWith(sent, signal);
      const timer = setTimeout(() => {
        sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      }, this.#options.patience);
      sent.on('response', answer => {
        clearTimeout(timer);
        answer.on('close', stop);
        resolve(answer);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        stop();
        // The server had closed the kept connection before it saw the request.
        const stale = sent.reusedSocket && error.code === 'ECONNRESET';
        const again = stale && method === 'GET' && signal?.aborted !== true;
        reject(again ? new StaleSocket() : error);
      });
      sent.end(body);
    });
  }

  /** One agent a certificate: connections of another one must not be used again. */
  #agentFor({ certificate }: Proof): http.Agent {
    const id = certificate
      ? createHash('sha256').update(certificate.cert).digest('hex')
      : '';
    if (this.#agent?.id === id) return this.#agent.agent;
    this.#agent?.agent.destroy();
    const agent = this.#makeAgent(certificate);
    this.#agent = { id, agent };
    return agent;
  }

  #makeAgent(certificate: Proof['certificate']): http.Agent {
    const { server, ca, insecure, serverName } = this.#endpoint;
    const common = {
      keepAlive: true,
      keepAliveMsecs: PROBE,
      proxyEnv: this.#proxies()
    };
    if (server.protocol !== 'https:') return new http.Agent(common);
    return new https.Agent({
      ...common,
      ...certificate,
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { servername: serverName }),
      rejectUnauthorized: !insecure
    });
  }

  #proxies(): Record<string, string | undefined> {
    const { proxy } = this.#endpoint;
    if (proxy !== undefined) return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    return proxiesOf(this.#options.env);
  }
}

/**
 * Ends a request, or the answer that has begun, with its signal. Node's own option for it
 * lets an error escape when all of the answer is there and not yet read.
 * @returns what ends the watching of the signal
 */
function endWith(sent: ClientRequest, signal: AbortSignal | undefined): () => void {
  let stream: ClientRequest | IncomingMessage = sent;
  sent.on('response', answer => {
    stream = answer;
  });
  const end = (): void => {
    stream.destroy();
  };
  // A probe asks many things at once, and all end with it.
  if (signal) setMaxListeners(0, signal);
  signal?.addEventListener('abort', end, { once: true });
  return () => signal?.removeEventListener('abort', end);
}

/** A request that no server has seen. */
class StaleSocket extends Error {}

function headersOf({ headers, body }: HttpRequest): Record<string, string | number> {
  return {
    Accept: 'application/json',
    'User-Agent': 'jupyterlab-kubeflow',
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...headers
  };
}

/** API servers behind gateways have a path of their own. */
function pathBelow(server: URL, path: string): URL {
  const base = server.href.replace(/\/$/, '');
  return new URL(base + path);
}
