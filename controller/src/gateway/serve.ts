/** The gateway on a Unix socket that only this user may open. */
import { createAdaptorServer } from '@hono/node-server';
import { rmSync, rmdirSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ROUTES, type FeedMessage } from '@jupyterlab-kubeflow/protocol';
import { createApp } from './app.js';
import type { GatewayDeps } from './deps.js';
import { FeedSession, type FeedSink } from './feed-session.js';
import { SECRET_HEADER, isSecret } from './guard.js';
import { RunWatch } from './run-watch.js';

export type ServeDeps = Omit<GatewayDeps, 'changed'>;

/** Milliseconds between pings: proxies close what is silent for a minute. */
const PING_MS = 20_000;
/** A request of a tab is small; more is no tab. */
const FEED_REQUEST_BYTES = 64 * 1024;

/** How long a gateway serves, and who is told when it begins to. */
export interface Serving {
  readonly signal: AbortSignal;
  readonly listening: () => void;
}

/**
 * Listens until the signal is aborted.
 * @param socket - path of the socket; its folder belongs to this user alone, and is
 *   removed with it
 */
export async function serveGateway(
  socket: string,
  deps: ServeDeps,
  { signal, listening }: Serving
): Promise<void> {
  const watch = new RunWatch(deps.services.runs.target, deps.log);
  const app = createApp({
    ...deps,
    changed: () => {
      watch.poke();
    }
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const feeds = serveFeeds(server, deps, watch);
  await listen(server, socket);
  listening();
  await aborted(signal);
  watch.dispose();
  feeds.clients.forEach(client => {
    client.terminate();
  });
  server.close();
  server.closeAllConnections();
  sweep(socket);
}

function serveFeeds(server: Server, deps: ServeDeps, watch: RunWatch): WebSocketServer {
  const feeds = new WebSocketServer({ noServer: true, maxPayload: FEED_REQUEST_BYTES });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!mayUpgrade(request, deps.secret)) {
      // Who is refused may be gone already.
      stream.on('error', () => undefined);
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    feeds.handleUpgrade(request, stream, head, client => {
      attend(client, deps, watch);
    });
  });
  return feeds;
}

/** The folder goes with its socket; it stays when somebody keeps other things in it. */
function sweep(socket: string): void {
  try {
    rmSync(socket, { force: true });
    rmdirSync(dirname(socket));
  } catch {
    // Whoever made the folder may have been quicker.
  }
}

function mayUpgrade({ headers, url = '' }: IncomingMessage, secret: string): boolean {
  const given = headers[SECRET_HEADER];
  const [path] = url.split('?');
  return path === `/${ROUTES.feed}` && isSecret(String(given), secret);
}

function attend(client: WebSocket, deps: ServeDeps, watch: RunWatch): void {
  const { version, log } = deps;
  const { target } = deps.services.runs;
  const session = new FeedSession({ target, watch, version, log }, sinkOf(client));
  let alive = true;
  const pings = setInterval(() => {
    if (!alive) client.terminate();
    alive = false;
    client.ping();
  }, PING_MS);
  client.on('pong', () => {
    alive = true;
  });
  client.on('message', data => {
    alive = true;
    void session.receive((data as Buffer).toString('utf8'));
  });
  client.on('error', error => {
    log(`A feed was cut: ${error.message}`);
  });
  client.on('close', () => {
    clearInterval(pings);
    session.dispose();
  });
}

/** `send`'s callback comes when the bytes have left this process. */
function sinkOf(client: WebSocket): FeedSink {
  return {
    send: (message: FeedMessage) =>
      new Promise((resolve, reject) => {
        client.send(JSON.stringify(message), error => {
          if (error) reject(error);
          else resolve();
        });
      })
  };
}

/** The mask covers the moment between making the socket and changing its mode. */
function listen(server: Server, socket: string): Promise<void> {
  const mask = process.umask(0o177);
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  }).finally(() => {
    process.umask(mask);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
