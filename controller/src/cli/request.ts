/** From what stands on the command line to what the planner is asked. */
import { resolve } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import { isNotebook } from '../core/plan/name.js';
import { parseTarget } from '../service/places.js';
import type { PlanRequest, Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { clusterSettingsOf, type ClusterFlags } from './cluster-options.js';
import { settingsOf, type PlanFlags } from './options.js';

/** `context-missing` when the target is none. */
export async function requestOf(
  cli: Cli,
  services: Pick<Services, 'planner' | 'places'>,
  { file: named, args: given, flags }: Typed
): Promise<PlanRequest> {
  const { target } = flags;
  const { file, args } = await notebooksIn(cli, named, given);
  const settings = { ...settingsOf(file, args, flags), ...clusterSettingsOf(flags) };
  const place =
    target === undefined
      ? {}
      : { target: await parseTarget(target, await services.places.clusters()) };
  const request = {
    path: resolve(cli.process.cwd, file),
    shown: file,
    settings: { ...settings, ...place },
    isTyped: true as const
  };
  const { manifest } = flags;
  return manifest === undefined
    ? request
    : customised(cli, services, request, manifest);
}

/** A folder stands for its notebooks, in the order of their names. */
async function notebooksIn(
  { process: { cwd, files } }: Cli,
  file: string,
  args: readonly string[]
): Promise<Pick<Typed, 'file' | 'args'>> {
  const folder = resolve(cwd, file);
  if (args.length > 0 || !(await files.isFolder(folder))) return { file, args };
  const [first, ...others] = (await files.list(folder)).filter(isNotebook);
  if (first === undefined) return fail('folder-without-notebooks', { path: file });
  const shown = (name: string): string => `${file.replace(/\/+$/, '')}/${name}`;
  return { file: shown(first), args: others.map(shown) };
}

/** With what was changed in a file of the plan's manifests. */
async function customised(
  { process: { cwd, files } }: Cli,
  { planner, places }: Pick<Services, 'planner' | 'places'>,
  request: PlanRequest,
  manifest: string
): Promise<PlanRequest> {
  const text = await files.read(resolve(cwd, manifest), manifest);
  const patch = await places.edited(await planner.plan(request), text);
  return { ...request, settings: { ...request.settings, patch } };
}

/** A command line about a plan. */
export interface Typed {
  readonly file: string;
  readonly args: readonly string[];
  readonly flags: PlanFlags & ClusterFlags;
}
