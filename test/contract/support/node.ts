/** How tests start a TypeScript file as a process of its own. */
import { join } from 'node:path';

/** Command before the path of the file. */
export const NODE_ARGS: readonly string[] = [
  process.execPath,
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--import',
  join(import.meta.dirname, 'sources.mjs')
];

/** The supervisor of runs that tests start. */
export const SUPERVISOR: readonly string[] = [
  ...NODE_ARGS,
  join(import.meta.dirname, 'supervisor.ts')
];
