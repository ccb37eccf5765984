/** The built-in cluster: engines of ours in namespaces of their own. */
import { sweep } from '../acts/sweep.js';
import { addonNames, ADDONS } from '../../addons/table.js';
import type { State } from '../plan/state.js';
import { claimCapacity, installAddons, restoreImages } from './addons.js';
import {
  builtEngines,
  ENGINES,
  kubectlOf,
  programs,
  supervisor,
  type Engines
} from './builtin.js';
import type { Access, Cluster } from './cluster.js';
import { checkPackages } from './facts.js';
import { ensureImage } from '../../images/ensure.js';
import { importImage, nameInNode } from './images.js';
import { alone, readState, writeState, type Instance } from './instance.js';
import { isCurrent } from './prepare.js';
import { bringUp, type UpTools } from './up.js';

type Say = (line: string) => void;

export function builtInCluster(instance: Instance, say: Say): Cluster {
  return {
    up: (addons, signal) =>
      alone(instance, { say, signal }, () => up(instance, addons, { say, signal })),
    down: () =>
      alone(instance, { say }, async () => {
        await remove(instance);
        say('Nothing of the cluster is left.');
      }),
    reset: signal =>
      alone(instance, { say, signal }, () => reset(instance, { say, signal })),
    access: () => access(instance)
  };
}

const remove = ({ names, paths }: Instance): Promise<void> => sweep(names, paths);

/** Who is told, and who may say stop. */
interface Around {
  readonly say: Say;
  readonly signal: AbortSignal;
}

async function up(
  instance: Instance,
  names: readonly string[],
  around: Around
): Promise<void> {
  const started = performance.now();
  try {
    const state = await complete(instance, names, around);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    around.say(`Ready after ${seconds} s.`);
    usage(instance, state).forEach(around.say);
    // Logs of tests are read by many.
    around.say('# with the password: npm run -s cluster -- env');
  } catch (error) {
    if (around.signal.aborted) await removeHalf(instance);
    throw error;
  }
}

/** What was complete before somebody said stop stays. */
async function removeHalf(instance: Instance): Promise<void> {
  const state = await readState(instance);
  if (state?.phase !== 'running' && state?.phase !== 'ready') await remove(instance);
}

async function complete(
  instance: Instance,
  names: readonly string[],
  around: Around
): Promise<State> {
  const before = (await readState(instance))?.wanted ?? [];
  const wanted = addonNames([...before, ...names]);
  checkPackages(wanted.flatMap(name => ADDONS[name].baseImages));
  const engines = await builtEngines(ENGINES, around.say, around.signal);
  const tools = { ...(await toolsFor(instance, engines, around)), wanted };
  const state: State = { ...(await bringUp(instance, tools)), wanted };
  // Before the first of them: whoever is interrupted is taken at his word.
  await writeState(instance, state);
  const there = wanted.filter(name => state.addons.includes(name));
  const missing = wanted.filter(name => !state.addons.includes(name));
  // Another checkout's cluster names images that are not ours to give.
  if (isCurrent(instance, state, tools.parts)) {
    await restoreImages(there, { instance, ...tools });
  }
  await installAddons(missing, { instance, ...tools });
  await claimCapacity(wanted, { instance, ...tools });
  const ready: State = { ...state, phase: 'ready', addons: wanted };
  await writeState(instance, ready);
  return ready;
}

async function toolsFor(
  instance: Instance,
  engines: Engines,
  { say, signal }: Around
): Promise<Omit<UpTools, 'wanted'>> {
  const pause = await ensureImage('pause', { onProgress: say, signal });
  return {
    parts: { program: programs(engines), pauseImage: nameInNode(pause) },
    supervisor,
    kubectl: kubectlOf(engines, instance, signal),
    importImages: () => importImage(instance, pause, signal),
    ...{ say, signal }
  };
}

/** An empty cluster with the same add-ons. */
async function reset(instance: Instance, around: Around): Promise<void> {
  const state = await readState(instance);
  await remove(instance);
  await up(instance, state?.wanted ?? [], around);
}

async function access(instance: Instance): Promise<Access> {
  const state = await readState(instance);
  if (!state) throw new Error('There is no cluster. Make one: npm run cluster -- up');
  return { kubectl: state.kubectl, kubeconfig: instance.paths.kubeconfig };
}

/** How to use it, as lines a shell understands. */
export function usage({ paths }: Instance, { registries }: State): string[] {
  const { open, auth } = registries;
  return [
    `export KUBECONFIG=${paths.kubeconfig}`,
    `export JKF_REGISTRY=${open}`,
    `export JKF_AUTH_REGISTRY=${auth}`
  ];
}

/** The name and the password that the second registry asks for. */
export function passwords({ registries: { username, password } }: State): string[] {
  return [
    `export JKF_REGISTRY_USER=${username}`,
    `export JKF_REGISTRY_PASSWORD=${password}`
  ];
}
