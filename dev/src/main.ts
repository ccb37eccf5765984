/** The development tools' command line: `cluster`, `images`. */
import { Command } from 'commander';
import { imagesCommand } from './images/command.js';

const program = new Command('dev').description('Tools for development.');
program.addCommand(imagesCommand());

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
