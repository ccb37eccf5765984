/** Sends requests to registries, and to those they send us to. */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getCACertificates } from 'node:tls';
import { proxiesOf } from '../../core/cluster/proxies.js';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Readable;
  readonly signal?: AbortSignal;
}

export interface HttpOptions {
  /** For proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PEM; trusted besides the usual ones. */
  readonly ca?: string;
  /** Longest silence of a connection, in milliseconds. */
  readonly patience: number;
}

/** Connections to one host at a time: enough for all mounts of a base to go at once. */
const SOCKETS = 16;

export class Http {
  readonly #options: HttpOptions;
  readonly #plain: http.Agent;
  readonly #secure: https.Agent;

  constructor(options: HttpOptions) {
    this.#options = options;
    const common = {
      keepAlive: true,
      maxSockets: SOCKETS,
      proxyEnv: proxiesOf(options.env)
    };
    const { ca } = options;
    this.#plain = new http.Agent(common);
    this.#secure = new https.Agent({
      ...common,
      ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] })
    });
  }

  /**
   * Resolves with the answer when it begins, whatever its status. Redirects are not
   * followed.
   * @throws what Node throws when there is none
   */
  async send(request: HttpRequest): Promise<IncomingMessage> {
    for (;;) {
      try {
        return await this.#once(request);
      } catch (error) {
        // Each such failure takes a kept connection away: it ends with a new one.
        if (!(error instanceof StaleSocket)) throw error;
      }
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  #once(request: HttpRequest): Promise<IncomingMessage> {
    const { url, method, headers, body, signal } = request;
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sent = (secure ? https : http).request(url, {
        method,
        agent: secure ? this.#secure : this.#plain,
        headers: { 'User-Agent': 'jupyterlab-kubeflow', ...headers }
      });
      const stop = endWith(sent, signal);
      sent.setTimeout(this.#options.patience, () => {
        sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
      sent.on('response', answer => {
        answer.on('close', stop);
        resolve(answer);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        stop();
        // The server had closed the kept connection before it saw the request.
        const stale = sent.reusedSocket && error.code === 'ECONNRESET';
        const again = stale && body === undefined && signal?.aborted !== true;
        reject(again ? new StaleSocket() : error);
      });
      sendBody(sent, body, reject);
    });
  }
}

/** A request that no server has seen. */
class StaleSocket extends Error {}

/** An answer may come before all is sent, and is then what there is to say. */
function sendBody(
  sent: ClientRequest,
  body: HttpRequest['body'],
  reject: (error: unknown) => void
): void {
  if (!(body instanceof Readable)) {
    sent.end(body);
    return;
  }
  body.on('error', reject);
  pipeline(body, sent).catch(() => undefined);
}

/** Ends a request, or the answer that has begun, with its signal. */
function endWith(sent: ClientRequest, signal: AbortSignal | undefined): () => void {
  let stream: ClientRequest | IncomingMessage = sent;
  sent.on('response', answer => {
    stream = answer;
  });
  const end = (): void => {
    stream.destroy();
  };
  signal?.addEventListener('abort', end, { once: true });
  return () => signal?.removeEventListener('abort', end);
}
