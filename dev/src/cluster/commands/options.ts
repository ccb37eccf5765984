/** What the commands share: the cluster they mean, and how they speak. */
import type { Command } from 'commander';
import { choose } from '../host/clusters.js';
import { findInstance, readState, type Instance } from '../host/instance.js';
import type { State } from '../plan/state.js';

/** Options every command has. */
export interface ClusterOptions {
  readonly name?: string;
}

/** A sub-command of `cluster` that works on one cluster. */
export function subcommand(
  parent: Command,
  name: string,
  description: string
): Command {
  return parent
    .command(name)
    .description(description)
    .option('--name <name>', 'another cluster than the one of this checkout');
}

/** Progress and remarks: standard output stays for results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const NOT_BUILT_IN = {
  given:
    'The cluster is the one of JKF_KUBECONFIG: only a built-in one can be looked into ' +
    'like this. Use: npm run cluster -- kubectl …, or unset JKF_KUBECONFIG.',
  containers:
    'The cluster is one in containers: only a built-in one can be looked into like ' +
    'this. Use: npm run cluster -- kubectl …'
} as const;

/** The built-in cluster that is up, or an Error that says how to have one. */
export async function existing(
  options: ClusterOptions
): Promise<{ instance: Instance; state: State }> {
  const instance = findInstance(options.name);
  const { kind } = await choose(instance);
  if (kind === 'given' || kind === 'containers') throw new Error(NOT_BUILT_IN[kind]);
  const state = await readState(instance);
  if (state) return { instance, state };
  throw new Error('There is no cluster. Make one: npm run cluster -- up');
}
