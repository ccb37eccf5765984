/** Finds free network ports for ranks to meet at. */
import { createServer, type Server } from 'node:net';
import { fail } from '@jupyterlab-kubeflow/protocol';

/** Ports to choose from, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const HOST = '127.0.0.1';

/**
 * So many different ports that nobody listened on a moment ago; `ports-exhausted`
 * when there are not as many.
 * @param range - by default the system chooses
 */
export async function freePorts(count: number, range?: PortRange): Promise<number[]> {
  const servers: Server[] = [];
  try {
    // All are held until the last is found, so that none is given twice.
    for (const port of candidates(count, range)) {
      if (servers.length === count) break;
      const server = await listen(port);
      if (server) servers.push(server);
    }
    if (servers.length < count) exhausted(count, range);
    return servers.map(portOf);
  } finally {
    await Promise.all(servers.map(close));
  }
}

function candidates(count: number, range?: PortRange): number[] {
  if (!range) return Array.from({ length: count }, () => 0);
  return Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i);
}

function exhausted(count: number, range?: PortRange): never {
  const within = range ? ` between ${String(range.from)} and ${String(range.to)}` : '';
  return fail('ports-exhausted', { count, range: within });
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => {
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => {
      resolve();
    });
  });
}
