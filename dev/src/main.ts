/** The development tools' command line: `cluster`, `images`. */
import { Command } from 'commander';

const program = new Command('dev').description('Tools for development.');

await program.parseAsync();
