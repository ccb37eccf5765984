/** The hidden commands: what detached processes of jkf are started with. */
import { Command } from 'commander';
import type { Cli, GatewayPlace } from './cli.js';
import { action, type Finish } from './report.js';

/** Commands for `program.addCommand(command, { hidden: true })`. */
export function hiddenCommands(cli: Cli, finish: Finish): Command[] {
  const supervise = new Command('supervise')
    .description('Own the ranks of a run until it has ended.')
    .argument('<folder>', 'folder of the run')
    .action(action(cli, finish, (folder: string) => cli.supervise(folder)));
  const sweep = new Command('sweep')
    .description('Clean up after a run whose supervisor is gone.')
    .argument('<folder>', 'folder of the run')
    .action(action(cli, finish, (folder: string) => cli.sweep(folder)));
  const gateway = new Command('gateway')
    .description('Serve the JupyterLab panels on a socket until the input ends.')
    .requiredOption('--socket <path>', 'where to listen')
    .requiredOption('--root <folder>', 'folder the Jupyter server serves')
    .option('--announce <file>', 'file that says where it listens, while it does')
    .action(action(cli, finish, (place: GatewayPlace) => cli.gateway(place)));
  return [supervise, sweep, gateway];
}
