/** What pods have for inputs: a container that fetches them, and where they are. */
import type { InputPlan, Plan } from '@jupyterlab-kubeflow/protocol';
import { INPUTS_FOLDER, isFetched } from '../plan/inputs.js';
import type { ManifestInput } from './input.js';
import { ROOT, VOLUMES } from './layout.js';
import type { ContainerMount, Strings, Volume } from './objects.js';
import { bytesQuantity } from './quantity.js';

/** The init container of a pod that fetches inputs. */
export const FETCHER_NAME = 'jkf-inputs';

/** Where a container says why it ended; Kubernetes keeps 4 KiB of it. */
const LAST_WORDS = '/dev/termination-log';

const KEYS_FOLDER = `${ROOT}/keys`;

/** For a group that the pod's user is of. */
const KEY_MODE = 0o440;

/** Inputs that are fetched. */
export function fetched({ inputs = [] }: Pick<Plan, 'inputs'>): InputPlan[] {
  return inputs.filter(isFetched);
}

/** Secrets, each once. */
function secretsOf(plan: Plan): string[] {
  const named = fetched(plan).flatMap(({ secret }) => secret ?? []);
  return [...new Set(named)];
}

/** Name of a Secret's volume: by number, for its own may be longer than one of a volume. */
const volumeOf = (plan: Plan, secret: string): string =>
  `jkf-keys-${String(secretsOf(plan).indexOf(secret))}`;

/** Room for what is fetched, and the Secrets that it is fetched with. */
export function inputVolumes({ plan }: ManifestInput): Volume[] {
  if (fetched(plan).length === 0) return [];
  const sizeLimit = bytesQuantity(plan.limits.diskBytes);
  return [
    { name: VOLUMES.inputs, emptyDir: { sizeLimit } },
    ...secretsOf(plan).map(secretName => ({
      name: volumeOf(plan, secretName),
      secret: { secretName, defaultMode: KEY_MODE }
    }))
  ];
}

/** The rank sees each input, only to read, and no Secret. */
export function rankInputMounts({ plan }: ManifestInput): ContainerMount[] {
  return fetched(plan).map(({ name, folder }) => ({
    name: VOLUMES.inputs,
    mountPath: folder,
    subPath: name,
    readOnly: true
  }));
}

export function fetcherMounts({ plan }: ManifestInput): ContainerMount[] {
  return [
    { name: VOLUMES.inputs, mountPath: INPUTS_FOLDER },
    ...secretsOf(plan).map(secret => ({
      name: volumeOf(plan, secret),
      mountPath: `${KEYS_FOLDER}/${secret}`,
      readOnly: true
    }))
  ];
}

/** What is to be fetched, as `controller/runner/jkf_inputs` reads it. */
export function fetchOrder(plan: Plan): string {
  return JSON.stringify({
    inputs: fetched(plan).map(({ name, url, folder, secret }) => ({
      name,
      url,
      folder,
      ...(secret
        ? { secret: { name: secret, folder: `${KEYS_FOLDER}/${secret}` } }
        : {})
    })),
    limitBytes: plan.limits.diskBytes,
    failure: LAST_WORDS
  });
}

/** The variables that name the folders of all inputs. */
export function inputEnvironment({ inputs = [] }: Plan): Strings {
  return Object.fromEntries(inputs.map(({ variable, folder }) => [variable, folder]));
}
