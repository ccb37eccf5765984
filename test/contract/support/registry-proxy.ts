/**
 * Before a registry: writes down what is asked, and does it harm. Names and addresses
 * pass unchanged, for the registry makes its addresses of the name it is asked by.
 */
import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse
} from 'node:http';
import {
  connect,
  createServer as createTcp,
  type AddressInfo,
  type Server as TcpServer,
  type Socket
} from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
}

/** An answer in the place of the registry's. */
export interface Faked {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface RegistryProxy {
  readonly host: string;
  /** What was asked, in order. */
  readonly seen: Seen[];
  /** Answers by itself where this gives something. */
  fake: (seen: Seen, count: number) => Faked | undefined;
  /** What the registry is asked in the place of an address. */
  rewrite: (url: string) => string;
  /**
   * From now on nothing is answered until so many requests have come, then so many
   * more, …: who asks one after the other never gets an answer.
   */
  inRounds(sizes: readonly number[]): void;
  dispose(): void;
}

/** Holds answers back until enough requests have come. */
class Rounds {
  sizes: readonly number[] = [];
  #waiting: (() => void)[] = [];

  arrived(): Promise<void> | undefined {
    const [size] = this.sizes;
    if (size === undefined) return undefined;
    return new Promise(go => {
      this.#waiting.push(go);
      if (this.#waiting.length < size) return;
      this.sizes = this.sizes.slice(1);
      this.#waiting.splice(0).forEach(each => {
        each();
      });
    });
  }
}

export async function startProxy(behind: string): Promise<RegistryProxy> {
  const seen: Seen[] = [];
  const rounds = new Rounds();
  const server = createServer((incoming, outgoing) => {
    const asked = { method: incoming.method ?? '', url: incoming.url ?? '' };
    const count = seen.push(asked);
    void Promise.resolve(rounds.arrived()).then(() => {
      const faked = proxy.fake(asked, count);
      if (!faked) {
        incoming.url = proxy.rewrite(asked.url);
        pass(incoming, outgoing, behind);
        return;
      }
      incoming.resume();
      outgoing.writeHead(faked.status, faked.headers).end(faked.body);
    });
  });
  await listening(server);
  const proxy: RegistryProxy = {
    host: hostOf(server.address()),
    seen,
    fake: () => undefined,
    rewrite: url => url,
    inRounds: sizes => {
      rounds.sizes = sizes;
    },
    dispose: () => {
      server.close();
      server.closeAllConnections();
    }
  };
  return proxy;
}

async function listening(server: Server | TcpServer): Promise<void> {
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
}

const hostOf = (address: AddressInfo | string | null): string =>
  `127.0.0.1:${String((address as AddressInfo).port)}`;

/** Asks the registry, which makes its addresses of the name it is asked by. */
export function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  behind: string
): void {
  const { url, method, headers } = incoming;
  const asked = request(
    `http://${behind}${url ?? '/'}`,
    { method, headers },
    answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    }
  );
  asked.on('error', () => outgoing.destroy());
  incoming.on('error', () => asked.destroy());
  incoming.pipe(asked);
}

export interface CutProxy {
  readonly host: string;
  /** Bytes that came from clients since the last `cutAt`. */
  readonly count: number;
  /** Cuts the connection, once, when so many bytes have come from clients. */
  cutAt(bytes: number): void;
  dispose(): void;
}

/** Passes bytes, and cuts the connection that brings one of them. */
export async function startCutProxy(behind: string): Promise<CutProxy> {
  const counter = { count: 0, cut: Infinity };
  const sockets = new Set<Socket>();
  const server = createTcp(socket => {
    const far = connect({ host: '127.0.0.1', port: Number(behind.split(':')[1]) });
    sockets.add(socket);
    join(socket, far, counter);
  });
  await listening(server);
  return {
    host: hostOf(server.address()),
    get count() {
      return counter.count;
    },
    cutAt: bytes => {
      Object.assign(counter, { count: 0, cut: bytes });
    },
    dispose: () => {
      server.close();
      sockets.forEach(socket => socket.destroy());
    }
  };
}

function join(
  near: Socket,
  far: Socket,
  counter: { count: number; cut: number }
): void {
  const end = (): void => {
    near.destroy();
    far.destroy();
  };
  near.on('data', (chunk: Buffer) => {
    const left = counter.cut - counter.count;
    counter.count += chunk.length;
    if (left > chunk.length) {
      far.write(chunk);
      return;
    }
    counter.cut = Infinity;
    // What came before the cut arrives; the rest, and the answer, do not.
    far.write(chunk.subarray(0, left), end);
  });
  far.on('data', chunk => near.write(chunk));
  for (const each of [near, far]) each.on('error', end).on('close', end);
}
