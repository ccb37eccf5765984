/** A small API server on the loopback, which misbehaves when told to. */
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it came. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing is ever sent. */
  readonly silent?: boolean;
}

type Stored = Record<string, unknown> & {
  metadata: { namespace: string; name: string; uid: string; resourceVersion: string };
};

interface Watch {
  readonly response: ServerResponse;
}

export class FakeApi {
  readonly seen: Seen[] = [];
  /** Answers to the next requests whose path and query fit, once each. */
  readonly #next: { readonly fits: RegExp; readonly answer: Answer }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<Watch>();
  readonly #objects = new Map<string, Stored>();
  #version = 100;
  /** Events that a watch may start behind. */
  #history: { version: number; line: string }[] = [];
  /** Versions up to this one are forgotten. */
  #forgotten = 0;
  #log: string[] = [];
  /** Bytes after which the next log answers are cut. */
  logCuts: number[] = [];
  /** Whether the container still runs. */
  running = true;
  restarts = 0;
  previousLog: string[] = [];
  /** Told of each request before it is answered. */
  onRequest: (request: IncomingMessage) => void = () => undefined;
  readonly #server: http.Server;

  constructor(tls?: https.ServerOptions) {
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#handle(request, response);
    };
    this.#server = tls ? https.createServer(tls, handle) : http.createServer(handle);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The next request that fits is answered so. */
  answer(fits: RegExp, answer: Answer): void {
    this.#next.push({ fits, answer });
  }

  /** Cuts all connections, without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#watches.clear();
  }

  /** Ends all watches as a server does when their time is over. */
  endWatches(): void {
    for (const { response } of this.#watches) response.end();
    this.#watches.clear();
  }

  /** The newest version there is. */
  get version(): string {
    return String(this.#version);
  }

  get watching(): number {
    return this.#watches.size;
  }

  /** Stores an object, tells the watches, and gives its version. */
  set(name: string, more: object = {}): string {
    const known = this.#objects.has(name);
    const object = this.#object(name, more);
    this.#objects.set(name, object);
    this.#tell(known ? 'MODIFIED' : 'ADDED', object);
    return object.metadata.resourceVersion;
  }

  remove(name: string): void {
    this.#objects.delete(name);
    this.#tell('DELETED', this.#object(name, {}));
  }

  /** Forgets old versions, as compaction does. */
  forget(): void {
    this.#forgotten = this.#version;
    this.#history = [];
  }

  /** Sends the start of an event to all watches and cuts them. */
  async tear(): Promise<void> {
    for (const { response } of this.#watches) {
      response.write('{"type":"ADDED","object":{"metadata":{"name":"ha');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
    this.cut();
  }

  bookmark(): void {
    this.#version += 1;
    this.#send('BOOKMARK', { metadata: { resourceVersion: String(this.#version) } });
  }

  /** Adds lines to the log of the container. */
  print(...lines: string[]): void {
    this.#log.push(...lines);
  }

  /** Drops all lines, as rotation does. */
  rotate(): void {
    this.#log = [];
  }

  /** The container ends and is started again. */
  restart(): void {
    this.previousLog = this.#log;
    this.#log = [];
    this.restarts += 1;
  }

  #object(name: string, more: object): Stored {
    this.#version += 1;
    const resourceVersion = String(this.#version);
    const uid = `uid-${name}`;
    return {
      metadata: { namespace: 'ada', name, uid, resourceVersion },
      ...more
    };
  }

  #tell(type: string, object: Stored): void {
    const line = `${JSON.stringify({ type, object })}\n`;
    this.#history.push({ version: this.#version, line });
    this.#send(type, object);
  }

  #send(type: string, object: object): void {
    const line = `${JSON.stringify({ type, object })}\n`;
    for (const { response } of this.#watches) response.write(line);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    this.onRequest(request);
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const url = new URL(request.url ?? '/', 'http://fake');
    const { method = 'GET', headers } = request;
    const seen = { method, path: url.pathname, query: url.searchParams, headers, body };
    this.seen.push(seen);
    const at = this.#next.findIndex(({ fits }) => fits.test(request.url ?? ''));
    const [next] = at < 0 ? [] : this.#next.splice(at, 1);
    if (next) {
      if (!next.answer.silent) json(response, next.answer);
      return;
    }
    this.#route(seen, response);
  }

  #route(seen: Seen, response: ServerResponse): void {
    const { method, path, query, body } = seen;
    if (method !== 'GET') {
      json(response, {
        status: 200,
        body: body === '' ? {} : (JSON.parse(body) as object)
      });
    } else if (path.endsWith('/log')) {
      this.#sendLog(query, response);
    } else if (path.endsWith('/pods')) {
      if (query.get('watch') === 'true') this.#startWatch(query, response);
      else this.#list(query, response);
    } else if (path.includes('/pods/')) {
      json(response, { status: 200, body: this.#pod() });
    } else json(response, { status: 404, body: '404 page not found' });
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const limit = Math.min(Number(query.get('limit') ?? Infinity), 2);
    const start = Number(query.get('continue') ?? 0);
    const all = [...this.#objects.values()];
    const end = query.has('limit') ? start + limit : all.length;
    const next = end < all.length ? { continue: String(end) } : {};
    const metadata = { resourceVersion: String(this.#version), ...next };
    json(response, { status: 200, body: { metadata, items: all.slice(start, end) } });
  }

  #startWatch(query: URLSearchParams, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const from = Number(query.get('resourceVersion'));
    if (from < this.#forgotten) {
      const status = {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: 'too old'
      };
      response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      return;
    }
    for (const { version, line } of this.#history) {
      if (version > from) response.write(line);
    }
    const watch = { response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
  }

  #sendLog(query: URLSearchParams, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    const since = query.get('sinceTime') ?? '';
    const lines = query.get('previous') === 'true' ? this.previousLog : this.#log;
    const from = since.replace('Z', '');
    const text = lines
      .filter(line => line.slice(0, from.length) >= from)
      .map(line => `${line}\n`)
      .join('');
    const cut = this.logCuts.shift();
    if (cut === undefined || cut >= text.length) response.end(text);
    else response.write(text.slice(0, cut), () => response.destroy());
  }

  #pod(): object {
    const state = this.running ? { running: {} } : { terminated: { exitCode: 0 } };
    const containerStatuses = [{ name: 'main', restartCount: this.restarts, state }];
    const phase = this.running ? 'Running' : 'Succeeded';
    return { metadata: { name: 'p' }, status: { phase, containerStatuses } };
  }
}

function json(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(text);
}
