/** `npm run cluster -- …`: a Kubernetes cluster on this computer. */
import { Command } from 'commander';
import { superviseNode } from '../node/supervisor.js';
import { faultCommands } from './fault.js';
import { lookCommands } from './look.js';
import { proxyCommand } from './proxy.js';
import { lifeCommands } from './life.js';

/** The command, for the development tools' program. */
export function clusterCommand(): Command {
  const cluster = new Command('cluster')
    .description('A Kubernetes cluster on this computer, for development and tests.')
    .enablePositionalOptions();
  lifeCommands(cluster);
  lookCommands(cluster);
  faultCommands(cluster);
  proxyCommand(cluster);
  cluster
    .command('supervise <folder>', { hidden: true })
    .description('Runs a node; started by `up` in namespaces of its own.')
    .action(superviseNode);
  return cluster;
}
