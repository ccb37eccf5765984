/** The lines of the plan card in words. */
import { bytesText, type Plan } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { placeName } from './place-texts.js';

/** Files that are the user's: the rest is how they are run. */
const OWN = new Set(['module', 'data', 'user']);

export function ownFiles(plan: Plan): Plan['bundle']['files'] {
  return plan.bundle.files.filter(({ origin }) => OWN.has(origin));
}

export function rankCount(plan: Plan): number {
  return plan.workload.replicas.reduce((sum, { count }) => sum + count, 0);
}

export function codeSummary(trans: TranslationBundle, plan: Plan): string {
  const { length } = plan.cells;
  const out = plan.cells.filter(({ outcome }) => outcome === 'dropped').length;
  const refused = plan.cells.filter(({ outcome }) => outcome === 'refused').length;
  const parts = [trans._n('%1 cell', '%1 cells', length)];
  if (out > 0) parts.push(trans._n('%1 left out', '%1 left out', out));
  if (refused > 0) {
    parts.push(trans._n('%1 cannot run', '%1 cannot run', refused));
  }
  return parts.join(', ');
}

export function parametersSummary(
  trans: TranslationBundle,
  plan: Plan,
  chosen: Readonly<Record<string, unknown>>
): string {
  if (plan.parameters.length === 0) return trans.__('none');
  return plan.parameters
    .map(({ name, defaultSource }) => {
      const value = chosen[name];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name} ${value === undefined ? defaultSource : text}`;
    })
    .join(' · ');
}

export function filesSummary(trans: TranslationBundle, plan: Plan): string {
  const files = ownFiles(plan).filter(({ included }) => included);
  if (files.length === 0) return trans.__('only the code');
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return trans._n('%1 file, %2', '%1 files, %2', files.length, bytesText(size));
}

export function packagesSummary(trans: TranslationBundle, plan: Plan): string {
  const { requirements } = plan.bundle;
  if (requirements.length === 0) return trans.__('standard library only');
  const missing = requirements.filter(
    ({ installed }) => installed === undefined
  ).length;
  const present = requirements.length - missing;
  const parts = present > 0 ? [trans.__('%1 installed', present)] : [];
  if (missing > 0) parts.push(trans.__('%1 missing', missing));
  return parts.join(' · ');
}

/** `Run on this computer (3 workers)`: exactly what the button does. */
export function runLabel(trans: TranslationBundle, plan: Plan | undefined): string {
  const ranks = plan ? rankCount(plan) : 1;
  if (plan?.target.kind === 'cluster') {
    const size = sizeText(trans, plan);
    const label = trans.__('Run on %1', placeName(plan.target));
    return size === '' ? label : `${label} (${size})`;
  }
  return ranks === 1
    ? trans.__('Run on this computer')
    : trans._n(
        'Run on this computer (%1 worker)',
        'Run on this computer (%1 workers)',
        ranks
      );
}

/** Of a run on a cluster: `3 workers, 6 GPUs`; empty for one worker without any. */
function sizeText(trans: TranslationBundle, plan: Plan): string {
  const ranks = rankCount(plan);
  const without = plan.workload.replicas.find(({ role }) => role === 'ps')?.count ?? 0;
  const gpus = (plan.cluster?.workload.gpu?.count ?? 0) * (ranks - without);
  return [
    ...(ranks === 1 ? [] : [trans._n('%1 worker', '%1 workers', ranks)]),
    ...(gpus === 0 ? [] : [trans._n('%1 GPU', '%1 GPUs', gpus)])
  ].join(', ');
}

export interface CheckCounts {
  readonly ok: number;
  readonly warnings: number;
  readonly failed: number;
}

export function countChecks({ checks }: Plan): CheckCounts {
  const count = (outcome: string): number =>
    checks.filter(check => check.outcome === outcome).length;
  return {
    ok: count('ok'),
    warnings: count('warning') + count('unknown'),
    failed: count('failed')
  };
}
