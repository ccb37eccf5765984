/** A proxy in front of the API server that answers some requests itself, wrongly. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { PORTS } from '../plan/addresses.js';
import { judge, type ProxyPlan, type Verdict } from '../plan/proxy.js';
import type { State } from '../plan/state.js';
import type { Instance } from './instance.js';

/** A proxy that listens. */
export interface FaultProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Where the API server is; `cert` and `key` are for who shows the proxy's token. */
interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly token: string;
}

export interface ProxyOptions {
  readonly plan: ProxyPlan;
  readonly chance: () => number;
  /** 0: any that is free. */
  readonly port: number;
  /** Who shows it is the administrator; the proxy's door is open to all programs here. */
  readonly token: string;
}

/** Listens on this computer's loopback address, with a certificate of the cluster. */
export async function startFaultProxy(
  { paths }: Instance,
  { addresses }: State,
  { plan, chance, port, token }: ProxyOptions
): Promise<FaultProxy> {
  const read = (file: string): Promise<string> =>
    readFile(`${paths.pki}/${file}`, 'utf8');
  const upstream: Upstream = {
    ...{ host: addresses.node, port: PORTS.api, token },
    ca: await read('ca.crt'),
    cert: await read('admin.crt'),
    key: await read('admin.key')
  };
  const own = { cert: await read('loopback.crt'), key: await read('loopback.key') };
  const server = https.createServer(own);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const verdict = judge(plan, request.method ?? '', request.url ?? '', chance());
    void sleep(plan.delayMs).then(() => {
      if (verdict.kind === 'answer') falsify(response, verdict);
      else forward(request, response, upstream);
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    tunnel(request, socket, head, upstream);
  });
  return listen(server, port);
}

async function listen(server: https.Server, port: number): Promise<FaultProxy> {
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const at = (server.address() as AddressInfo).port;
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url: `https://127.0.0.1:${String(at)}`, close };
}

function falsify(
  response: ServerResponse,
  { status, body }: Extract<Verdict, { kind: 'answer' }>
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 429 || status === 504 ? { 'retry-after': '1' } : {})
  });
  response.end(body);
}

function optionsOf(request: IncomingMessage, upstream: Upstream): https.RequestOptions {
  const { host, port, ca, cert, key, token } = upstream;
  const { authorization, ...others } = request.headers;
  const ours = authorization === `Bearer ${token}`;
  return {
    ...{ host, port, ca },
    ...(ours ? { cert, key } : {}),
    method: request.method,
    path: request.url,
    // A certificate does not go with a token, and ours means nothing over there.
    headers: ours ? others : request.headers
  };
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream
): void {
  const asked = https.request(optionsOf(request, upstream), answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    // Watches send little and seldom: what came must not wait for more.
    response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  asked.on('error', () => response.destroy());
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}

/** exec, attach and port-forward: the connection itself is handed through. */
function tunnel(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  upstream: Upstream
): void {
  const { host, port, ca, cert, key, headers } = optionsOf(request, upstream);
  const target = connectTls(
    { host: host ?? '', port: Number(port), ca, cert, key },
    () => {
      target.write(headOf(request, headers));
      target.write(head);
      target.pipe(socket).pipe(target);
    }
  );
  target.on('error', () => socket.destroy());
  socket.on('error', () => target.destroy());
}

/** The first lines of a request, as they are sent. */
function headOf(
  { method = 'GET', url = '/' }: IncomingMessage,
  headers: https.RequestOptions['headers'] = {}
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map(each => `${name}: ${String(each)}`)
  );
  return `${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
}
