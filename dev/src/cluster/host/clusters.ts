/** The ways to a cluster, each with the same four verbs. */
import { chooseCluster, type Choice } from '../plan/choose.js';
import { builtInCluster } from './builtin-cluster.js';
import type { Cluster } from './cluster.js';
import { containerCluster } from './container-cluster.js';
import { machineFacts } from './facts.js';
import { givenCluster } from './given-cluster.js';
import { readState, type Instance } from './instance.js';

/** The cluster that is there, or that this computer can have; says which, and why. */
export async function clusterOf(
  instance: Instance,
  say: (line: string) => void
): Promise<Cluster> {
  const choice = await choose(instance);
  if (choice.kind === 'none') throw new Error(choice.because);
  say(
    `Cluster ${instance.names.name}: ${NAMES[choice.kind]}, because ${choice.because}.`
  );
  switch (choice.kind) {
    case 'given':
      return givenCluster(choice.kubeconfig, say);
    case 'containers':
      return containerCluster(instance, choice, say);
    case 'built-in':
      return builtInCluster(instance, say);
  }
}

const NAMES = {
  given: 'a given one',
  containers: 'in containers',
  'built-in': 'built in'
} as const;

/** A built-in cluster that exists stays chosen, whatever has been installed since. */
export async function choose(instance: Instance): Promise<Choice> {
  const facts = await machineFacts();
  if (facts.kubeconfig === undefined && (await readState(instance))) {
    return { kind: 'built-in', because: 'it exists' };
  }
  return chooseCluster(facts);
}
