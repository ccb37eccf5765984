/** The development tools' command line: `cluster`, `images`. */
import { Command } from 'commander';
import { clusterCommand } from './cluster/commands/cluster.js';
import { imagesCommand } from './images/command.js';

const program = new Command('dev')
  .description('Tools for development.')
  .enablePositionalOptions();
program.addCommand(clusterCommand());
program.addCommand(imagesCommand());

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
