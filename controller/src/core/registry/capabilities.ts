/** What was learnt of registries, and is forgotten after minutes: pure state. */
import type { Digest } from '../image/digest.js';
import { apiHost, type Repository } from './repository.js';

/** What one repository is known to do and to have. */
export interface Knowledge {
  /** Whether blobs can be mounted from other repositories. */
  readonly mounts: 'unknown' | 'work' | 'refused';
  /** Blobs that an image there names. */
  readonly blobs: ReadonlySet<Digest>;
}

interface Learnt extends Knowledge {
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const NOTHING: Knowledge = { mounts: 'unknown', blobs: new Set() };

/** Registries delete what nothing names, and are changed: do not believe it for long. */
const LIFE_MS = 10 * 60_000;

/** Knowledge of all repositories of one program. */
export class Memory {
  readonly #learnt = new Map<string, Learnt>();

  of(repository: Repository, now: number): Knowledge {
    const learnt = this.#learnt.get(keyOf(repository));
    return learnt && learnt.until > now ? learnt : NOTHING;
  }

  learn(
    repository: Repository,
    { mounts, blobs = [] }: { mounts?: Knowledge['mounts']; blobs?: readonly Digest[] },
    now: number
  ): void {
    const known = this.of(repository, now);
    this.#learnt.set(keyOf(repository), {
      mounts: mounts ?? known.mounts,
      blobs: new Set([...known.blobs, ...blobs]),
      until: now + LIFE_MS
    });
  }

  forget(repository: Repository): void {
    this.#learnt.delete(keyOf(repository));
  }
}

function keyOf({ host, path }: Repository): string {
  return `${apiHost(host)}/${path}`;
}
