/** Tries what the code imports, for those who ask for it, and says what came of it. */
import {
  problem,
  reason,
  type Check,
  type Message,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { failed, passed } from '../core/plan/checks.js';
import { triedModules, type TriedModule } from '../core/plan/tried-modules.js';
import type { CallOptions } from '../ports/cluster.js';
import type { ImportResult, ImportTrials } from '../ports/kernel.js';
import type { FoundEnvironment } from './environment.js';
import type { Findings } from './findings.js';

/** Who waits for a trial. */
export interface TrialWatch extends CallOptions {
  readonly onProgress?: (doing: Message) => void;
}

/** What a trial has shown. */
export interface Tried {
  readonly checks: readonly Check[];
  /** Names of modules that were imported. */
  readonly imported: ReadonlySet<string>;
}

export const UNTRIED: Tried = { checks: [], imported: new Set() };

/** Nothing of an image is here: its packages are told by its layers. */
export const ELSEWHERE: Tried = {
  ...UNTRIED,
  checks: [
    { name: 'imports', outcome: 'unknown', message: reason('imports-elsewhere', {}) }
  ]
};

export interface TrialOf {
  readonly found: FoundEnvironment;
  readonly findings: Findings;
  readonly settings: Settings;
}

export async function tryImports(
  trials: ImportTrials,
  { found: { kernel, facts }, findings, settings }: TrialOf,
  { signal, onProgress }: TrialWatch
): Promise<Tried> {
  if (!kernel || !facts) return UNTRIED;
  const { tried, roots } = findings.discovery.trial;
  const modules = triedModules(tried);
  const trial = { files: findings.entries, roots, env: settings.env, modules };
  const result = await trials.run(kernel, trial, {
    ...(signal ? { signal } : {}),
    onModule: module => onProgress?.(reason('imports-try', { module }))
  });
  return told(result, modules);
}

function told(result: ImportResult, modules: readonly TriedModule[]): Tried {
  if (result.kind === 'untried') {
    const message = reason('imports-untried', { detail: result.detail });
    return { ...UNTRIED, checks: [{ name: 'imports', outcome: 'unknown', message }] };
  }
  const { outcomes, seconds } = result;
  const where = new Map(modules.map(one => [one.module, one.where]));
  const faults = outcomes.flatMap(({ module, fault }) => {
    if (fault === undefined) return [];
    const params = { module, where: where.get(module) ?? '', detail: fault };
    return [failed('imports', problem('import-fails', params))];
  });
  const good = outcomes.filter(({ fault }) => fault === undefined);
  return {
    imported: new Set(good.map(({ module }) => module.split('.')[0] ?? '')),
    checks: [
      ...faults,
      ...(result.kind === 'late' ? [late(result)] : []),
      ...(result.kind === 'tried' && faults.length === 0
        ? [works(good.length, seconds)]
        : [])
    ]
  };
}

function late({ module, seconds }: { module: string; seconds: number }): Check {
  const message = reason('imports-late', { module, seconds: Math.round(seconds) });
  return { name: 'imports', outcome: 'unknown', message };
}

function works(count: number, seconds: number): Check {
  const modules = count === 1 ? 'one module' : `${String(count)} modules`;
  return passed('imports', reason('imports-work', { modules, seconds }));
}
