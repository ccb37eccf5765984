/** For tests: what `jkf run` reads from its arguments. */
import { Command } from 'commander';
import type { Settings } from '@jupyterlab-kubeflow/protocol';
import {
  addClusterOptions,
  clusterSettingsOf,
  type ClusterFlags
} from '../cluster-options.js';
import { addPlanOptions, settingsOf, type PlanFlags } from '../options.js';

export interface ReadRun {
  /** As it was typed: only a kubeconfig explains it. */
  readonly target: string | undefined;
  readonly settings: Settings;
}

/** @param words - from `run` on */
export function readRun(words: readonly string[]): ReadRun {
  let read: ReadRun | undefined;
  const run = addClusterOptions(addPlanOptions(new Command('run')))
    .argument('<file>')
    .argument('[args...]')
    .action((file: string, args: string[], flags: PlanFlags & ClusterFlags) => {
      const settings = settingsOf(file, args, flags);
      read = {
        target: flags.target,
        settings: { ...settings, ...clusterSettingsOf(flags) }
      };
    });
  new Command('jkf').addCommand(run).exitOverride().parse(words, { from: 'user' });
  if (!read) throw new Error('nothing was read');
  return read;
}
