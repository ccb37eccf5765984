/** What add-ons are installed with. */
import type { Instance } from './instance.js';
import type { Kubectl } from './kubectl.js';

/** A cluster that runs, and who watches. */
export interface AddonTools {
  readonly instance: Instance;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}
