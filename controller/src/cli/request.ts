/** From what stands on the command line to what the planner is asked. */
import { resolve } from 'node:path';
import { parseTarget } from '../service/places.js';
import type { PlanRequest, Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { clusterSettingsOf, type ClusterFlags } from './cluster-options.js';
import { settingsOf, type PlanFlags } from './options.js';

/** `context-missing` when the target is none. */
export async function requestOf(
  cli: Cli,
  services: Pick<Services, 'places'>,
  { file, args, flags }: Typed
): Promise<PlanRequest> {
  const { target } = flags;
  const settings = { ...settingsOf(file, args, flags), ...clusterSettingsOf(flags) };
  const place =
    target === undefined
      ? {}
      : { target: await parseTarget(target, await services.places.clusters()) };
  return {
    path: resolve(cli.process.cwd, file),
    shown: file,
    settings: { ...settings, ...place }
  };
}

/** A command line about a plan. */
export interface Typed {
  readonly file: string;
  readonly args: readonly string[];
  readonly flags: PlanFlags & ClusterFlags;
}
