/** The hidden commands: what detached processes of jkf are started with. */
import { Command } from 'commander';
import type { Cli } from './cli.js';
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
  return [supervise, sweep];
}
