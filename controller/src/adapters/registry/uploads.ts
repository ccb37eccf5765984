/** Stores blobs: in one piece, and after a cut from where the registry has them. */
import { createReadStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { problem } from '@jupyterlab-kubeflow/protocol';
import type { Descriptor } from '../../core/image/types.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import type { Repository } from '../../core/registry/repository.js';
import { resumption, withDigest } from '../../core/registry/upload.js';
import type { Content } from '../../ports/registry.js';
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

/**
 * @param opened - an upload that was begun before
 * @returns bytes that were sent last
 */
export async function uploadBlob(
  calls: Calls,
  to: Repository,
  source: BlobSource,
  opened?: URL
): Promise<number> {
  let place: Place | undefined = opened && { url: opened, from: 0 };
  for (let failures = 1; ; failures += 1) {
    try {
      place ??= { url: await beginUpload(calls, to), from: 0 };
      return await finish(calls, to, { source, place });
    } catch (error) {
      if (failures === ATTEMPTS) throw error;
      place =
        opened && isEnded(error, opened, place)
          ? undefined
          : await placeAfter(calls, to, { error, failures, source, place });
    }
  }
}

/** Registries end what stays open for long: that is no fault to wait after. */
function isEnded(error: unknown, opened: URL, place: Place | undefined): boolean {
  return place?.url === opened && isLost(error);
}

interface Failed {
  readonly error: unknown;
  readonly failures: number;
  readonly source: BlobSource;
  readonly place: Place | undefined;
}

/** Waits. @returns where it goes on, if it does */
async function placeAfter(
  calls: Calls,
  to: Repository,
  { error, failures, source, place }: Failed
): Promise<Place | undefined> {
  await calls.wait(begunAgain(error, place), failures);
  return place && (await resumed(calls, to, { source, place }));
}

/** Begins an upload, once. @returns where it goes on */
export async function beginUpload(calls: Calls, to: Repository): Promise<URL> {
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

/** Whether a place is not known any more, or holds something else: there are others. */
function isLost(error: unknown): error is RegistryError {
  return error instanceof RegistryError && LOST.includes(error.status ?? 0);
}

const LOST: readonly number[] = [400, 404, 416];

function begunAgain(error: unknown, place: Place | undefined): unknown {
  return place !== undefined && isLost(error)
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

/** Of bytes at hand, or of a file that is read anew for every try. */
export function sourceOf(content: Content): BlobSource {
  const { descriptor } = content;
  return {
    descriptor,
    read: from =>
      Promise.resolve(
        'path' in content
          ? createReadStream(content.path, { start: from })
          : Readable.from([Buffer.from(content.bytes.subarray(from))])
      )
  };
}
