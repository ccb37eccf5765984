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

/** Who the proxy is to the API server, for requests that do not say who sends them. */
interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Listens on this computer's loopback address, with a certificate of the cluster. */
export async function startFaultProxy(
  { paths }: Instance,
  { addresses }: State,
  { plan, chance, port }: { plan: ProxyPlan; chance: () => number; port: number }
): Promise<FaultProxy> {
  const read = (file: string): Promise<string> =>
    readFile(`${paths.pki}/${file}`, 'utf8');
  const [ca, cert, key, ownCert, ownKey] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key', 'loopback.crt', 'loopback.key'].map(read)
  );
  if (!ca || !cert || !key || !ownCert || !ownKey)
    throw new Error('The cluster has no keys.');
  const upstream: Upstream = { host: addresses.node, port: PORTS.api, ca, cert, key };
  const server = https.createServer({ cert: ownCert, key: ownKey });
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
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const at = (server.address() as AddressInfo).port;
  return {
    url: `https://127.0.0.1:${String(at)}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      })
  };
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
  const { host, port, ca, cert, key } = upstream;
  const known = request.headers.authorization !== undefined;
  return {
    ...{ host, port, ca },
    // A certificate would outweigh the token that the request brings.
    ...(known ? {} : { cert, key }),
    method: request.method,
    path: request.url,
    headers: request.headers
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
  const { host, port, ca, cert, key } = optionsOf(request, upstream);
  const target = connectTls(
    { host: host ?? '', port: Number(port), ca, cert, key },
    () => {
      const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1`];
      for (let i = 0; i < request.rawHeaders.length; i += 2) {
        lines.push(
          `${request.rawHeaders[i] ?? ''}: ${request.rawHeaders[i + 1] ?? ''}`
        );
      }
      target.write(`${lines.join('\r\n')}\r\n\r\n`);
      target.write(head);
      target.pipe(socket).pipe(target);
    }
  );
  target.on('error', () => socket.destroy());
  socket.on('error', () => target.destroy());
}
