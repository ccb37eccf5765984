/** `up`, `down`, `reset`, and what comes before: the life of a cluster. */
import type { Command } from 'commander';
import { ADDONS, addonNames, DEFAULT_ADDONS } from '../../addons/table.js';
import { interruptible } from '../../interrupt.js';
import { builtEngines, ENGINES } from '../host/builtin.js';
import { clusterOf } from '../host/clusters.js';
import { findInstance } from '../host/instance.js';
import { say, subcommand, type ClusterOptions } from './options.js';

interface UpOptions extends ClusterOptions {
  readonly with: readonly string[];
  readonly trainingOperator: boolean;
}

export function lifeCommands(cluster: Command): void {
  subcommand(cluster, 'up', 'give a ready cluster; says how to use it')
    .option('--with <addon...>', 'add-ons besides the training operator', [])
    .option('--no-training-operator', 'leave the training operator out')
    .action(up);
  cluster
    .command('build')
    .description('build the programs that `up` needs, and start nothing')
    .option('--with <addon...>', 'those of add-ons besides the training operator', [])
    .action(build);
  subcommand(cluster, 'down', 'remove the cluster and every trace of it').action(down);
  subcommand(cluster, 'reset', 'empty the cluster; builds nothing').action(reset);
}

async function up(options: UpOptions): Promise<void> {
  const addons = [
    ...DEFAULT_ADDONS.filter(
      name => options.trainingOperator || name !== 'training-operator'
    ),
    ...options.with.flatMap(each => each.split(','))
  ];
  const instance = findInstance(options.name);
  const cluster = await clusterOf(instance, say);
  await interruptible(signal => cluster.up(addons, signal));
}

async function build(options: Pick<UpOptions, 'with'>): Promise<void> {
  const addons = addonNames([...DEFAULT_ADDONS, ...options.with]);
  const engines = addons.flatMap(name => ADDONS[name].engines);
  const names = new Set([...ENGINES, ...engines]);
  await interruptible(async signal => {
    await builtEngines([...names], say, signal);
  });
}

async function down(options: ClusterOptions): Promise<void> {
  const cluster = await clusterOf(findInstance(options.name), say);
  await cluster.down();
}

async function reset(options: ClusterOptions): Promise<void> {
  const cluster = await clusterOf(findInstance(options.name), say);
  await interruptible(signal => cluster.reset(signal));
}
