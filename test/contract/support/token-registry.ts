/** Before a registry: a gate on loopback that lets in who shows a token it has given. */
import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { pass } from './registry-proxy.js';

export interface Gate {
  readonly host: string;
  /** Queries for tokens, in their order. */
  readonly queries: readonly URLSearchParams[];
  /** Forgets the tokens it has given, as time does. */
  expire(): void;
  dispose(): void;
}

export interface GateOptions {
  /** The registry behind it. */
  readonly behind: string;
  readonly user: string;
  readonly password: string;
  /** Where it sends for tokens, unless to itself. */
  readonly realm?: string;
}

/** Scopes of every token that is good. */
type Tokens = Map<string, readonly string[]>;

export async function startGate(options: GateOptions): Promise<Gate> {
  const tokens: Tokens = new Map();
  const queries: URLSearchParams[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://gate');
    if (url.pathname === '/token') {
      queries.push(url.searchParams);
      give(incoming, outgoing, { url, tokens, options });
    } else if (mayPass(incoming, url, tokens)) {
      // The registry behind knows no tokens.
      delete incoming.headers.authorization;
      pass(incoming, outgoing, options.behind);
    } else {
      const realm = options.realm ?? `http://${hostOf(server)}/token`;
      const challenge = `Bearer realm="${realm}",service="gate",scope="${needed(url)}"`;
      incoming.resume();
      outgoing.writeHead(401, { 'www-authenticate': challenge }).end();
    }
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    host: hostOf(server),
    queries,
    expire: () => {
      tokens.clear();
    },
    dispose: () => {
      server.close();
      server.closeAllConnections();
    }
  };
}

const hostOf = (server: Server): string =>
  `127.0.0.1:${String((server.address() as AddressInfo).port)}`;

function give(
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
  { url, tokens, options }: { url: URL; tokens: Tokens; options: GateOptions }
): void {
  const pair = Buffer.from(`${options.user}:${options.password}`).toString('base64');
  if (headers.authorization !== `Basic ${pair}`) {
    outgoing.writeHead(401).end();
    return;
  }
  const token = randomUUID();
  tokens.set(token, url.searchParams.getAll('scope'));
  outgoing.end(JSON.stringify({ access_token: token }));
}

const needed = ({ pathname }: URL): string =>
  `repository:${/^\/v2\/(.+?)\/(blobs|manifests)\//.exec(pathname)?.[1] ?? ''}:pull,push`;

/** Whoever reads needs less; whoever mounts must be able to read there. */
function mayPass(
  { headers, method }: IncomingMessage,
  url: URL,
  tokens: Tokens
): boolean {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  const given = tokens.get(token) ?? [];
  const reads = (scope: string): boolean =>
    given.includes(scope) || given.includes(scope.replace(/,push$/, ''));
  const from = url.searchParams.get('from');
  if (from !== null && !reads(`repository:${from}:pull,push`)) return false;
  return method === 'GET' || method === 'HEAD'
    ? reads(needed(url))
    : given.includes(needed(url));
}
