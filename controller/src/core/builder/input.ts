/** What the objects of a build are made from. */
import type { Located } from '../registry/repository.js';
import type { BuilderPlace } from './place.js';

export interface BuildInput {
  /** Of all objects; a DNS label. */
  readonly name: string;
  readonly namespace: string;
  readonly place: BuilderPlace;
  readonly push: Located;
  /** Its repository has a cache of earlier builds (`CACHE_TAG`). */
  readonly isCached?: true;
  /** Hosts with their ports that are asked without TLS. */
  readonly plainHttp: readonly string[];
  readonly context: ContextOfBuild;
  /** Docker's file of logins; absent: none is needed, or the place names a Secret. */
  readonly logins?: string;
}

/** A tar archive, gzipped, with the Dockerfile in it: its bytes, or its address. */
export type ContextOfBuild =
  | { readonly kind: 'inline'; readonly archive: Uint8Array }
  | { readonly kind: 'url'; readonly url: string };
