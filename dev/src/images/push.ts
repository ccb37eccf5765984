/** Pushes an image to a registry: what is missing there, then the manifest. */
import { createReadStream } from 'node:fs';
import type { Digest } from '@jupyterlab-kubeflow/controller/core/image/digest';
import type { Descriptor } from '@jupyterlab-kubeflow/controller/core/image/types';
import { eachLimited } from './limit.js';
import { blobFile, blobsOf, type StoredImage } from './layout-folder.js';
import type { Answer, Ask } from './registry.js';

export interface PushTarget {
  readonly ask: Ask;
  /** For messages. */
  readonly host: string;
  /** The repository's path in the registry. */
  readonly path: string;
  readonly tag: string;
  /** Where blobs are known to be in this registry; grows with what is pushed. */
  readonly known: Map<Digest, string>;
  readonly onProgress?: ((line: string) => void) | undefined;
}

const AT_ONCE = 3;

/** @returns the manifest's digest, as the registry has confirmed it */
export async function pushImage(
  image: StoredImage,
  target: PushTarget
): Promise<Digest> {
  const unique = new Map(blobsOf(image).map(blob => [blob.digest, blob]));
  await eachLimited([...unique.values()], AT_ONCE, undefined, blob =>
    pushBlob(image, blob, target)
  );
  return pushManifest(image, target);
}

async function pushBlob(
  image: StoredImage,
  { digest, size }: Descriptor,
  target: PushTarget
): Promise<void> {
  const { ask, path, known } = target;
  const blobs = `/v2/${path}/blobs`;
  const there = await ask({ method: 'HEAD', url: `${blobs}/${digest}` });
  if (there.status !== 200) {
    const from = known.get(digest);
    const mount =
      from === undefined ? '' : `?mount=${digest}&from=${encodeURIComponent(from)}`;
    const opened = await ask({ method: 'POST', url: `${blobs}/uploads/${mount}` });
    if (opened.status !== 201) {
      expectStatus(opened, 202, target);
      target.onProgress?.(`${path}: pushing ${(size / 1e6).toFixed(1)} MB`);
      await upload({ image, digest, size }, opened, target);
    }
  }
  known.set(digest, path);
}

async function upload(
  blob: { readonly image: StoredImage; readonly digest: Digest; readonly size: number },
  opened: Answer,
  target: PushTarget
): Promise<void> {
  const { location } = opened.headers;
  if (location === undefined) throw refusal(opened, target, 'opened an upload nowhere');
  // The place carries the registry's own parameters, which must stay as they are.
  const mark = location.includes('?') ? '&' : '?';
  const done = await target.ask({
    method: 'PUT',
    url: `${location}${mark}digest=${encodeURIComponent(blob.digest)}`,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(blob.size)
    },
    body: () => createReadStream(blobFile(blob.image, blob.digest))
  });
  expectStatus(done, 201, target);
}

async function pushManifest(image: StoredImage, target: PushTarget): Promise<Digest> {
  const { mediaType, digest, size } = image.descriptor;
  const done = await target.ask({
    method: 'PUT',
    url: `/v2/${target.path}/manifests/${target.tag}`,
    headers: { 'content-type': mediaType, 'content-length': String(size) },
    body: () => createReadStream(blobFile(image, digest))
  });
  expectStatus(done, 201, target);
  const confirmed = done.headers['docker-content-digest'];
  if (confirmed !== undefined && confirmed !== digest) {
    throw refusal(done, target, `has made ${String(confirmed)} of ${digest}`);
  }
  return digest;
}

function expectStatus(answer: Answer, status: number, target: PushTarget): void {
  if (answer.status === status) return;
  if (answer.status === 401 || answer.status === 403) {
    throw refusal(
      answer,
      target,
      'does not let us push. Give --username, and the password in JKF_REGISTRY_PASSWORD'
    );
  }
  throw refusal(answer, target, `answered ${String(answer.status)}`);
}

function refusal({ text }: Answer, { host, path }: PushTarget, what: string): Error {
  const detail = messagesIn(text);
  return new Error(
    `The registry ${host} ${what} (${path})${detail === '' ? '.' : `: ${detail}`}`
  );
}

/** A registry's errors are JSON; what is none is from something in between. */
function messagesIn(text: string): string {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: { message?: string }[] };
    return errors.map(({ message = '' }) => message).join('; ');
  } catch {
    return text.slice(0, 200).trim();
  }
}
