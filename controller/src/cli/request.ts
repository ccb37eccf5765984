/** From what stands on the command line to what the planner is asked. */
import { resolve } from 'node:path';
import type { PlanRequest } from '../service/services.js';
import type { Cli } from './cli.js';
import { settingsOf, type PlanFlags } from './options.js';

export function requestOf(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: PlanFlags
): PlanRequest {
  const settings = settingsOf(file, args, flags);
  return { path: resolve(cli.process.cwd, file), shown: file, settings };
}
