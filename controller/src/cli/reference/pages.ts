/** The pages below `docs/reference/` that are made: name → text. */
import type { Command } from 'commander';
import { cliReference } from './commands.js';
import { errorReference } from './errors.js';
import { magicReference } from './magics.js';

export function referencePages(program: Command): Readonly<Record<string, string>> {
  return {
    'cli.md': cliReference(program),
    'magics.md': magicReference(),
    'errors.md': errorReference()
  };
}
