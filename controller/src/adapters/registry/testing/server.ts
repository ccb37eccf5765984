/** For tests: a small HTTP server, and registries that nobody waits for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registries } from '../../../ports/registry.js';
import { httpRegistries, type RegistriesOptions } from '../registries.js';

export interface TestServer {
  readonly host: string;
  /** Method and path of what was asked, in order. */
  readonly asked: readonly string[];
  dispose(): void;
}

export type Handler = (
  incoming: IncomingMessage,
  outgoing: ServerResponse
) => void | Promise<void>;

export async function serve(handler: Handler): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    void handler(incoming, outgoing);
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    dispose: () => {
      server.close();
      server.closeAllConnections();
    }
  };
}

/** Without TLS, logins of this computer, and waiting. */
export function registriesAt(
  host: string,
  options: Partial<RegistriesOptions> = {}
): Promise<Registries> {
  return httpRegistries({
    access: { plainHttp: [host], trusted: [] },
    env: {},
    home: '/nonexistent',
    timing: { now: () => 0, random: () => 0, sleep: () => Promise.resolve() },
    patience: 5000,
    ...options
  });
}

/** All of a request's body; what there was of it, when it is cut. */
export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return Buffer.concat(chunks);
  }
  return Buffer.concat(chunks);
}
