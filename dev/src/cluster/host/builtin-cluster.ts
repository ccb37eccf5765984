/** The built-in cluster: engines of ours, and containerd, in namespaces of their own. */
import { sweep } from '../acts/sweep.js';
import type { State } from '../plan/state.js';
import { addonNames } from '../plan/addons.js';
import { claimCapacity, installAddons } from './addons.js';
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
import { bringUp, type UpTools } from './up.js';

type Say = (line: string) => void;

export function builtInCluster(instance: Instance, say: Say): Cluster {
  return {
    up: addons => alone(instance, say, () => up(instance, addons, say)),
    cancel: () => remove(instance),
    down: () =>
      alone(instance, say, async () => {
        await remove(instance);
        say('Nothing of the cluster is left.');
      }),
    reset: () => alone(instance, say, () => reset(instance, say)),
    access: () => access(instance)
  };
}

const remove = ({ names, paths }: Instance): Promise<void> => sweep(names, paths);

async function up(
  instance: Instance,
  names: readonly string[],
  say: Say
): Promise<void> {
  const started = performance.now();
  checkPackages();
  const before = (await readState(instance))?.addons ?? [];
  const wanted = addonNames([...before, ...names]);
  const engines = await builtEngines(ENGINES, say);
  const kubectl = kubectlOf(engines, instance);
  const state = await bringUp(instance, await toolsFor(instance, engines, say));
  const missing = wanted.filter(name => !state.addons.includes(name));
  await installAddons(missing, { instance, kubectl, say });
  await claimCapacity(wanted, { instance, kubectl, say });
  await writeState(instance, { ...state, phase: 'ready', addons: wanted });
  say(`Ready after ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  usage(instance, state).forEach(say);
}

async function toolsFor(
  instance: Instance,
  engines: Engines,
  say: Say
): Promise<UpTools> {
  const pause = await ensureImage('pause', { onProgress: say });
  return {
    parts: { program: await programs(engines), pauseImage: nameInNode(pause) },
    supervisor,
    kubectl: kubectlOf(engines, instance),
    importImages: () => importImage(instance, pause),
    say
  };
}

/** An empty cluster with the same add-ons. */
async function reset(instance: Instance, say: Say): Promise<void> {
  const state = await readState(instance);
  await remove(instance);
  await up(instance, state?.addons ?? [], say);
}

async function access(instance: Instance): Promise<Access> {
  const state = await readState(instance);
  if (!state) throw new Error('There is no cluster. Make one: npm run cluster -- up');
  return { kubectl: state.kubectl, kubeconfig: instance.paths.kubeconfig };
}

/** How to use it, as lines a shell understands. */
export function usage({ paths }: Instance, { registries }: State): string[] {
  const { open, auth, username, password } = registries;
  return [
    `export KUBECONFIG=${paths.kubeconfig}`,
    `export JKF_REGISTRY=${open}`,
    `export JKF_AUTH_REGISTRY=${auth}  # user ${username}, password ${password}`
  ];
}
