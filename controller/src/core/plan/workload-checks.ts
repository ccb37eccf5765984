/** Checks on the workload of a cluster that need no cluster. */
import {
  problem,
  reason,
  type Check,
  type ClusterWorkload,
  type Framework,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { ClusterProbe } from '../cluster/probe/probe.js';
import { secretNames } from '../kubernetes/patch/secrets.js';
import { choiceProblems, workloadProblems } from '../kubernetes/problems.js';
import { rankCount } from '../workload/workload.js';
import { checkOf, isSecret } from './checks.js';
import type { ChosenWorkload } from './plan.js';

/** @param most - pods that are possible at all */
export function checkRanks(
  { asked }: ChosenWorkload,
  workload: ClusterWorkload,
  most: number
): Check[] {
  const ranks = rankCount(workload);
  const fits = asked === ranks && ranks <= most;
  const wrong = fits ? [] : [problem('cluster-ranks-invalid', { ranks: asked, most })];
  return checkOf('ranks', wrong, reason('cluster-ranks', { ranks }));
}

/** Values that look like secrets: what holds them is a Secret, not a plan. */
export function checkClusterSecrets({ env, cluster, patch = [] }: Settings): Check[] {
  const values = (cluster?.env ?? []).flatMap(one =>
    one.from === 'value' ? [[one.name, one.value] as const] : []
  );
  const refused = [...Object.entries(env), ...values]
    .filter(([name, value]) => isSecret(name, value))
    .map(([name]) => name)
    .concat(secretNames(patch))
    .map(name => problem('cluster-env-secret', { name }));
  return checkOf('env', refused, reason('env-clean', {}));
}

/** What would fail, or be lost without a word. */
export function checkWorkloadOf(
  workload: ClusterWorkload,
  {
    settings,
    framework,
    probe
  }: {
    readonly settings: Settings;
    readonly framework: Framework;
    readonly probe: ClusterProbe | undefined;
  }
): Check[] {
  // Of a cluster that was not asked nothing is held against a TrainJob.
  const facts = probe?.manifests ?? { nativeSidecars: true };
  const { kind } = workload;
  const problems = [
    ...workloadProblems(workload, framework, facts),
    ...choiceProblems(settings.cluster ?? {}, kind, facts)
  ].filter(({ code }) => probe !== undefined || code !== 'workload-kind-absent');
  return checkOf('workload', problems, reason('workload-fits', { kind }));
}
