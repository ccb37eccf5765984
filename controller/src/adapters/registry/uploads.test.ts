import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { MEDIA } from '../../core/image/types.js';
import type { RegistrySession } from '../../ports/registry.js';
import { bodyOf, registriesAt, serve, type TestServer } from './testing/server.js';

const bytes = new Uint8Array(randomBytes(200_000));
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const;
const descriptor = { mediaType: MEDIA.layerGzip, digest, size: bytes.length };

interface Behaviour {
  /** Bytes after which the first upload is cut. */
  readonly cutAt: number;
  /** What a GET of the upload answers. */
  readonly resume: 'range' | 'unknown' | 'too-much';
}

/** A registry that keeps what came before a cut, as the specification has it. */
class Keeping {
  readonly stored: Buffer[] = [];
  readonly #uploads = new Map<string, Buffer>();
  readonly #behaviour: Behaviour;
  #cut = false;

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const [, id = ''] = /^\/upload\/(\d+)\?state=a%2Fb/.exec(incoming.url ?? '') ?? [];
    if (incoming.method === 'POST') this.#begin(outgoing);
    else if (incoming.method === 'GET') this.#status(id, outgoing);
    else void this.#put(id, incoming, outgoing);
  }

  #begin(outgoing: ServerResponse): void {
    const id = String(this.#uploads.size + 1);
    this.#uploads.set(id, Buffer.alloc(0));
    outgoing.writeHead(202, { location: `/upload/${id}?state=a%2Fb` }).end();
  }

  #status(id: string, outgoing: ServerResponse): void {
    const { resume } = this.#behaviour;
    if (resume === 'unknown') {
      outgoing.writeHead(404).end();
      return;
    }
    const held = resume === 'too-much' ? 9e9 : (this.#uploads.get(id)?.length ?? 0);
    outgoing.writeHead(204, { range: `0-${String(held - 1)}` }).end();
  }

  async #put(id: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    if (!this.#cut) {
      this.#cut = true;
      const { socket } = incoming;
      this.#uploads.set(id, await firstBytes(incoming, this.#behaviour.cutAt));
      socket.destroy();
      return;
    }
    const held = this.#uploads.get(id) ?? Buffer.alloc(0);
    const range = incoming.headers['content-range'] ?? '0-';
    if (Number(range.split('-')[0]) !== held.length) {
      incoming.resume();
      outgoing.writeHead(416).end();
      return;
    }
    this.stored.push(Buffer.concat([held, await bodyOf(incoming)]));
    outgoing.writeHead(201).end();
  }
}

async function firstBytes(incoming: IncomingMessage, count: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= count) break;
  }
  return Buffer.concat(chunks).subarray(0, count);
}

describe('an upload that was cut', () => {
  let server: TestServer | undefined;
  afterEach(() => {
    server?.dispose();
  });

  async function uploaded(behaviour: Behaviour) {
    const registry = new Keeping(behaviour);
    server = await serve((...args) => {
      registry.handle(...args);
    });
    const at = { host: server.host, path: 'a' };
    const registries = await registriesAt(server.host);
    const session: RegistrySession = registries.open({ push: at, pull: [] });
    await session.upload(at, { descriptor, bytes });
    registries.close();
    const methods = server.asked.map(each => each.split(' ')[0]);
    return { session, stored: registry.stored, methods };
  }

  it('goes on from where the registry has it', async () => {
    const { session, stored, methods } = await uploaded({
      cutAt: 70_000,
      resume: 'range'
    });
    expect(methods).toEqual(['POST', 'PUT', 'GET', 'PUT']);
    expect(stored.map(each => each.equals(bytes))).toEqual([true]);
    expect(session.sentBytes).toBe(130_000);
  });

  it.each<[string, Behaviour]>([
    ['does not know it any more', { cutAt: 70_000, resume: 'unknown' }],
    ['has more than there is', { cutAt: 70_000, resume: 'too-much' }],
    ['has a single byte, or none', { cutAt: 1, resume: 'range' }]
  ])('begins again when the registry %s', async (_, behaviour) => {
    const { stored, methods } = await uploaded(behaviour);
    expect(methods).toEqual(['POST', 'PUT', 'GET', 'POST', 'PUT']);
    expect(stored.map(each => each.equals(bytes))).toEqual([true]);
  });
});
