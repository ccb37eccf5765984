import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { InputSizes } from '../../service/input-sizes.js';
import { HeadWeb } from './head.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('the size behind an address', () => {
  it('is what its server says to HEAD', async () => {
    const methods: (string | undefined)[] = [];
    const url = await serve(({ method }, answer) => {
      methods.push(method);
      answer.writeHead(200, { 'content-length': 1234 }).end();
    });
    expect(await new HeadWeb().size(`${url}/a`)).toBe(1234);
    expect(methods).toEqual(['HEAD']);
  });

  it.each<[string, RequestListener]>([
    ['is not there', (_, answer) => answer.writeHead(404).end()],
    ['has no length', (_, answer) => answer.writeHead(200).end()],
    ['breaks off', ({ socket }) => socket.destroy()],
    ['does not answer', () => undefined]
  ])('is unknown of what %s', async (_case, listener) => {
    const url = await serve(listener);
    expect(await new HeadWeb().size(`${url}/a`)).toBeUndefined();
  });

  it('is asked once for all plans of a while, and never with a Secret', async () => {
    const asked: string[] = [];
    const web = {
      size: (url: string) => {
        asked.push(url);
        return Promise.resolve(5);
      }
    };
    const sizes = new InputSizes(web, { now: () => 0 });
    const inputs = [
      { name: 'a', url: 'https://h/a' },
      { name: 'b', url: 'https://h/b', secret: 's' }
    ];
    for (let i = 0; i < 3; i += 1)
      expect([...(await sizes.of(inputs))]).toEqual([['https://h/a', 5]]);
    expect(asked).toEqual(['https://h/a']);
  });
});
