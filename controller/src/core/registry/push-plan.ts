/** Plans a push: what becomes of each blob, from what is known before. */
import type { Digest } from '../image/digest.js';
import { MEDIA, type Descriptor } from '../image/types.js';
import type { Knowledge } from './capabilities.js';
import { sameRegistry, sameRepository, type Repository } from './repository.js';

/** How a layer of the base comes into the repository. */
export type BaseStep =
  /** It is there. */
  | { readonly kind: 'skip'; readonly blob: Descriptor }
  /** The registry takes it from the base's repository; `copy` where it does not. */
  | { readonly kind: 'mount'; readonly blob: Descriptor }
  /** Read it from the base's registry and upload it, unless it is there. */
  | { readonly kind: 'copy'; readonly blob: Descriptor };

export interface PushPlan {
  readonly base: readonly BaseStep[];
  /** Blobs of ours that are not known to be there. */
  readonly uploads: readonly Digest[];
}

export interface PushFacts {
  readonly from: Repository;
  readonly to: Repository;
  readonly layers: readonly Descriptor[];
  /** Blobs of ours. */
  readonly own: readonly Digest[];
  /** Of the repository that is pushed to. */
  readonly known: Knowledge;
}

/** Layers that must not be handed on: nodes get them where their `urls` say. */
const FOREIGN = /nondistributable|foreign/;

export function planPush({ from, to, layers, own, known }: PushFacts): PushPlan {
  const unique = [...new Map(layers.map(blob => [blob.digest, blob])).values()];
  const mounts = sameRegistry(from, to) && known.mounts !== 'refused';
  const stepOf = (blob: Descriptor): BaseStep => {
    const there = sameRepository(from, to) || known.blobs.has(blob.digest);
    if (there || isForeign(blob)) return { kind: 'skip', blob };
    return { kind: mounts ? 'mount' : 'copy', blob };
  };
  return {
    base: unique.map(stepOf),
    uploads: own.filter(digest => !known.blobs.has(digest))
  };
}

function isForeign({ mediaType, urls }: Descriptor): boolean {
  return (
    mediaType === MEDIA.dockerForeign ||
    (FOREIGN.test(mediaType) && urls !== undefined && urls.length > 0)
  );
}
