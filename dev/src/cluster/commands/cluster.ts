/** `npm run cluster -- …`: a Kubernetes cluster on this computer. */
import type { Command } from 'commander';
import { superviseNode } from '../node/supervisor.js';
import { faultCommands } from './fault.js';
import { lookCommands } from './look.js';
import { proxyCommand } from './proxy.js';
import { lifeCommands } from './life.js';

/** Adds `cluster` and its sub-commands to a program. */
export function addClusterCommand(program: Command): void {
  const cluster = program
    .command('cluster')
    .description('A Kubernetes cluster on this computer, for development and tests.');
  lifeCommands(cluster);
  lookCommands(cluster);
  faultCommands(cluster);
  proxyCommand(cluster);
  cluster
    .command('supervise <folder>', { hidden: true })
    .description('Runs a node; started by `up` in namespaces of its own.')
    .action(superviseNode);
}
