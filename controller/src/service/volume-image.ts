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
import type { RegistrySession } from '../ports/registry.js';
import { makeLayer, type BundleLayer } from './bundle-layer.js';
import {
  isoTime,
  ownOf,
  tagOf,
  type AppendRequest,
  type ImageBuildDeps
} from './image-build.js';
import { ImageStore } from './image-store.js';

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
  const { push, platform = USUAL, created = 0, onProgress } = request;
  const layer = await makeLayer({ ...request, place: OF_ITS_OWN }, deps);
  const facts = { platform, created: isoTime(created), hash: deps.hash };
  const image = bundleImage(layer.layer, facts);
  await new ImageStore(deps).put({
    ...{ session, from: push, to: push, layers: [] },
    ...{ own: ownOf({ layer, image }), manifest: image.manifestBlob },
    ...tagOf(request, image),
    ...(onProgress ? { onProgress } : {})
  });
  return resultOf(session, request, { layer, image });
}

function resultOf(
  { sentBytes, requests }: RegistrySession,
  { push, pullHost }: VolumeImageRequest,
  { layer, image }: { readonly layer: BundleLayer; readonly image: BuiltImage }
): VolumeImage {
  const host = pullHost ?? push.reference.host;
  const { path } = push.reference;
  const { digest } = image.manifestBlob.descriptor;
  return {
    reference: formatReference({
      ...(host === undefined ? {} : { host }),
      ...{ path, digest }
    }),
    digest,
    layerSize: layer.layer.descriptor.size,
    sentBytes,
    requests
  };
}
