/** What all sessions of a program share: connections, tokens, and contents by digest. */
import type { Challenge } from '../../core/registry/challenge.js';
import type { Token } from '../../core/registry/token.js';
import type { RegistryAccess } from '../../core/registry/access.js';
import type { StoredManifest } from '../../ports/registry.js';
import type { Timing } from '../../ports/timing.js';
import type { Http } from './http.js';
import type { LoginPlaces } from './logins.js';

export interface Shared {
  readonly http: Http;
  readonly access: RegistryAccess;
  readonly places: LoginPlaces;
  readonly timing: Timing;
  /** How each registry asks who we are, by host. */
  readonly challenges: Map<string, Challenge>;
  /** By registry, login and scopes; those that are on their way included. */
  readonly tokens: Map<string, Promise<Token | undefined>>;
  /** Manifests by repository and tag, for a minute. */
  readonly tags: Map<
    string,
    { readonly found: StoredManifest; readonly until: number }
  >;
  /** Manifests and configs by digest: they never change. */
  readonly contents: Map<string, StoredManifest>;
}

/** Entries that a map of contents keeps; they are kilobytes each. */
const KEPT = 200;

/** Adds an entry and lets the oldest go. */
export function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
