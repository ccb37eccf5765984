/** Stores blobs: in one piece, and after a cut from where the registry has them. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { problem } from '@jupyterlab-kubeflow/protocol';
import type { Descriptor } from '../../core/image/types.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import type { Repository } from '../../core/registry/repository.js';
import { resumption, withDigest } from '../../core/registry/upload.js';
import { drain } from './answer.js';
import type { Calls } from './calls.js';

/** A blob to store. */
export interface BlobSource {
  readonly descriptor: Descriptor;
  /** Its bytes from one of them on. */
  read(from: number): Promise<Readable>;
}

/** How often a blob is tried. */
const ATTEMPTS = 5;

/** Where an upload is, and how far. */
interface Place {
  readonly url: URL;
  readonly from: number;
}

/** @param sent - told of bytes when they are stored */
export async function uploadBlob(
  calls: Calls,
  to: Repository,
  source: BlobSource,
  sent: (bytes: number) => void
): Promise<void> {
  let place: Place | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      place ??= { url: await begin(calls, to), from: 0 };
      const stored = await finish(calls, to, { source, place });
      sent(stored);
      return;
    } catch (error) {
      if (failures === ATTEMPTS) throw error;
      await calls.wait(begunAgain(error, place), failures);
      place = place && (await resumed(calls, to, { source, place }));
    }
  }
}

async function begin(calls: Calls, to: Repository): Promise<URL> {
  const answer = await calls.ask({
    ...{ repository: to, action: 'push', method: 'POST', attempts: 1 },
    to: 'blobs/uploads/',
    headers: { 'Content-Length': '0' },
    wanted: [202]
  });
  await drain(answer);
  return placeOf(calls, to, answer) ?? nowhere(to);
}

/** Where an upload goes on. The address may be relative, and must not be changed. */
export function placeOf(
  calls: Calls,
  to: Repository,
  { headers: { location } }: IncomingMessage
): URL | undefined {
  if (!location) return undefined;
  return (
    URL.parse(location, calls.address({ repository: to, to: '' }).href) ?? undefined
  );
}

function nowhere({ host }: Repository): never {
  const detail = 'it begins an upload without saying where';
  throw new RegistryError(problem('registry-answer-invalid', { host, detail }), {
    temporary: false
  });
}

interface Running {
  readonly source: BlobSource;
  readonly place: Place;
}

/** @returns bytes that were sent */
async function finish(
  calls: Calls,
  to: Repository,
  { source, place: { url, from } }: Running
): Promise<number> {
  const { digest, size } = source.descriptor;
  const range =
    from === 0 ? {} : { 'Content-Range': `${String(from)}-${String(size - 1)}` };
  const answer = await calls.ask({
    ...{ repository: to, action: 'push', method: 'PUT', attempts: 1 },
    to: new URL(withDigest(url.href, digest)),
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(size - from),
      ...range
    },
    body: () => source.read(from),
    wanted: [201, 204]
  });
  await drain(answer);
  return size - from;
}

/** A place that is not known any more, or holds something else: there are others. */
function begunAgain(error: unknown, place: Place | undefined): unknown {
  const status = error instanceof RegistryError ? error.status : undefined;
  const lost = place !== undefined && [400, 404, 416].includes(status ?? 0);
  return lost && error instanceof RegistryError
    ? new RegistryError(error.problem, { temporary: true })
    : error;
}

async function resumed(
  calls: Calls,
  to: Repository,
  { source, place }: Running
): Promise<Place | undefined> {
  const answer = await calls.ask({
    ...{ repository: to, action: 'push', method: 'GET', to: place.url },
    wanted: [200, 202, 204, 400, 404, 405, 416]
  });
  await drain(answer);
  const range = answer.headers['range'];
  const found = resumption(
    { status: answer.statusCode ?? 0, ...(range ? { range } : {}) },
    source.descriptor.size
  );
  if (found.kind === 'begin-again') return undefined;
  return { url: placeOf(calls, to, answer) ?? place.url, from: found.from };
}

/** Bytes at hand. */
export function bytesSource(descriptor: Descriptor, bytes: Uint8Array): BlobSource {
  return {
    descriptor,
    read: from => Promise.resolve(Readable.from([Buffer.from(bytes.subarray(from))]))
  };
}
