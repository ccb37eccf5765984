/**
 * Pushes a bundle as an image of its own: a layer, a config and a manifest. No other image
 * is read, mounted or copied for it.
 */
import { OF_ITS_OWN } from '../core/image/bundle-layer.js';
import { bundleImage } from '../core/image/bundle-image.js';
import type { BuiltImage } from '../core/image/append.js';
import type { Digest } from '../core/image/digest.js';
import { formatReference } from '../core/image/reference.js';
import type { Platform } from '../core/image/types.js';
import { utf8 } from '../core/image/utf8.js';
import { lacksBlobs } from '../core/registry/registry-error.js';
import type { Content, Registries, RegistrySession } from '../ports/registry.js';
import { makeLayer, type BundleLayer } from './bundle-layer.js';
import { isoTime, type AppendRequest, type ImageBuildDeps } from './image-build.js';

export type VolumeImageRequest = Omit<AppendRequest, 'base'>;

export interface VolumeImage {
  /** As nodes pull it, by digest. */
  readonly reference: string;
  readonly digest: Digest;
  /** Bytes of the layer. */
  readonly layerSize: number;
  readonly sentBytes: number;
  readonly requests: number;
}

/** Of most nodes. */
const USUAL: Platform = { os: 'linux', architecture: 'amd64' };

/** One push on its way. */
interface Job {
  readonly session: RegistrySession;
  readonly request: VolumeImageRequest;
  readonly image: BuiltImage;
  readonly own: readonly Content[];
}

/** Throws as `Registries` does, and `image-file-refused`. */
export async function pushVolumeImage(
  request: VolumeImageRequest,
  deps: ImageBuildDeps
): Promise<VolumeImage> {
  const { push, signal, logins } = request;
  const failure = new AbortController();
  const session = deps.registries.open({
    push,
    pull: [],
    signal: AbortSignal.any([failure.signal, ...(signal ? [signal] : [])]),
    ...(logins ? { logins } : {})
  });
  try {
    return await pushed(session, request, deps);
  } catch (error) {
    // The other upload is of no use any more.
    failure.abort(error);
    throw error;
  }
}

async function pushed(
  session: RegistrySession,
  request: VolumeImageRequest,
  deps: ImageBuildDeps
): Promise<VolumeImage> {
  const { platform = USUAL, created = 0 } = request;
  const made = await makeLayer({ ...request, place: OF_ITS_OWN }, deps);
  const facts = { platform, created: isoTime(created), hash: deps.hash };
  const image = bundleImage(made.layer, facts);
  const job: Job = { session, request, image, own: ownOf(made, image) };
  await storeTwice(job, deps);
  return resultOf(job, made);
}

function ownOf(made: BundleLayer, { configBlob }: BuiltImage): readonly Content[] {
  const { descriptor, text } = configBlob;
  return [
    { descriptor: made.layer.descriptor, bytes: made.bytes },
    { descriptor, bytes: utf8(text) }
  ];
}

/** Once more in full when the registry has lost what it was known to have. */
async function storeTwice(job: Job, deps: ImageBuildDeps): Promise<void> {
  const { memory } = deps.registries;
  const { push } = job.request;
  try {
    await store(job, deps);
  } catch (error) {
    if (!lacksBlobs(error) || memory.of(push, deps.now()).blobs.size === 0) throw error;
    memory.forget(push);
    await store(job, deps);
  }
}

async function store(
  { session, request: { push, onProgress }, image, own }: Job,
  { registries, now }: { readonly registries: Registries; readonly now: () => number }
): Promise<void> {
  const there = registries.memory.of(push, now()).blobs;
  const missing = own.filter(({ descriptor }) => !there.has(descriptor.digest));
  await Promise.all(
    missing.map(content => {
      onProgress?.({ step: 'upload', bytes: content.descriptor.size });
      return session.upload(push, content);
    })
  );
  onProgress?.({ step: 'publish' });
  await session.publish(push, image.manifestBlob, push.reference.tag);
  const blobs = own.map(({ descriptor }) => descriptor.digest);
  registries.memory.learn(push, { blobs }, now());
}

function resultOf({ session, request, image }: Job, made: BundleLayer): VolumeImage {
  const { push, pullHost } = request;
  const host = pullHost ?? push.reference.host;
  const { digest } = image.manifestBlob.descriptor;
  return {
    reference: formatReference({
      ...(host === undefined ? {} : { host }),
      path: push.reference.path,
      digest
    }),
    digest,
    layerSize: made.layer.descriptor.size,
    sentBytes: session.sentBytes,
    requests: session.requests
  };
}
