/** What an instance has left behind, and the order in which it goes. */
import type { InstanceNames } from './names.js';
import type { InstancePaths } from './paths.js';

/** Word in the command line of a node's first processes; the state folder follows it. */
export const NODE_MARK = 'jkf-cluster-node';

/** A process of this computer. */
export interface ProcessFacts {
  readonly pid: number;
  readonly args: readonly string[];
}

/** The processes that hold a node's namespaces: killing them ends everything in it. */
export function nodeProcesses(
  processes: readonly ProcessFacts[],
  folder: string
): readonly number[] {
  return processes
    .filter(({ args }) =>
      args.some((arg, i) => arg === NODE_MARK && args[i + 1] === folder)
    )
    .map(({ pid }) => pid);
}

/** What is there of an instance. */
export interface Remains {
  readonly pids: readonly number[];
  /** Names of interfaces on the host. */
  readonly links: readonly string[];
  /** Loop devices with the node's disk behind them. */
  readonly loops: readonly string[];
  /** Cgroup folders of the instance, one a hierarchy. */
  readonly cgroups: readonly string[];
  readonly folder: boolean;
}

/** A step of tidying up. */
export type SweepStep =
  | { readonly kind: 'kill'; readonly pids: readonly number[] }
  | { readonly kind: 'link'; readonly name: string }
  | { readonly kind: 'loop'; readonly device: string }
  | { readonly kind: 'cgroup'; readonly folder: string }
  | { readonly kind: 'folder'; readonly folder: string };

/** Steps that remove it all: processes first, for they hold the rest. */
export function sweepSteps(
  remains: Remains,
  names: InstanceNames,
  paths: InstancePaths
): readonly SweepStep[] {
  const { pids, links, loops, cgroups, folder } = remains;
  return [
    ...(pids.length > 0 ? [{ kind: 'kill', pids } as const] : []),
    ...links
      .filter(name => name === names.hostLink || name === names.nodeLink)
      .map(name => ({ kind: 'link', name }) as const),
    ...loops.map(device => ({ kind: 'loop', device }) as const),
    ...cgroups.map(each => ({ kind: 'cgroup', folder: each }) as const),
    ...(folder ? [{ kind: 'folder', folder: paths.folder } as const] : [])
  ];
}
