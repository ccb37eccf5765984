/** The development tools' command line: `cluster`, `images`. */
import { Command } from 'commander';
import { addClusterCommand } from './cluster/commands/cluster.js';

const program = new Command('dev').description('Tools for development.');
addClusterCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
