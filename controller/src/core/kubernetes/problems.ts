/** What is wrong with a workload, as far as it can be told without the cluster. */
import {
  problem,
  type ClusterSettings,
  type ClusterWorkload,
  type ErrorCode,
  type Framework,
  type Problem,
  type Role,
  type WorkloadField,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { ROLES, rankCount } from '../workload/workload.js';
import { isReserved } from './environment.js';
import { carries } from './fields.js';
import type { ClusterFacts } from './input.js';
import { ROOT, SHM_FOLDER } from './layout.js';

/** Roles a kind has; the first one leads. */
export const ROLES_OF_KIND: Readonly<Record<WorkloadKind, readonly Role[]>> = {
  Job: ROLES.none,
  TrainJob: ROLES.none,
  PyTorchJob: ROLES.torch,
  TFJob: ROLES.tensorflow
};

/** Everything that would make the workload fail, or do something else than it says. */
export function workloadProblems(
  workload: ClusterWorkload,
  framework: Framework,
  facts: ClusterFacts
): Problem[] {
  return [
    ...kindProblems(workload, facts),
    ...roleProblems(workload),
    ...rankProblems(workload, framework),
    ...elasticProblems(workload),
    ...envProblems(workload),
    ...pathProblems(workload)
  ];
}

/** Choices that the kind cannot carry: they would be lost without a word. */
export function choiceProblems(
  chosen: ClusterSettings,
  kind: WorkloadKind,
  facts: ClusterFacts
): Problem[] {
  const fields = Object.keys(chosen) as WorkloadField[];
  return fields
    .filter(field => !carries(kind, field, facts))
    .map(field => problem('workload-field-unsupported', { kind, field }));
}

function kindProblems(
  { kind, runtime }: ClusterWorkload,
  { trainJob }: ClusterFacts
): Problem[] {
  if (kind !== 'TrainJob') return [];
  if (!trainJob) return [problem('workload-kind-absent', { kind })];
  return runtime ? [] : [problem('workload-runtime-missing', {})];
}

function roleProblems({ kind, replicas, elastic }: ClusterWorkload): Problem[] {
  const known = ROLES_OF_KIND[kind];
  const strangers = replicas
    .filter(({ role }) => !known.includes(role))
    .map(({ role }) =>
      problem('workload-role-unsuitable', { kind, role, roles: known.join(', ') })
    );
  const leader = known[0] ?? 'worker';
  const count = replicas
    .filter(({ role }) => role === leader)
    .reduce((sum, one) => sum + one.count, 0);
  const least = kind === 'PyTorchJob' && !elastic ? 1 : 0;
  const right = known.length === 1 || (count >= least && count <= 1);
  return right
    ? strangers
    : [...strangers, problem('workload-leader-count', { kind, role: leader, count })];
}

/** Ranks of TensorFlow learn of each other from `TF_CONFIG` alone. */
function rankProblems(workload: ClusterWorkload, framework: Framework): Problem[] {
  const ranks = rankCount(workload);
  const { kind } = workload;
  return framework === 'tensorflow' && kind !== 'TFJob' && ranks > 1
    ? [problem('workload-ranks-apart', { ranks, kind })]
    : [];
}

function elasticProblems({ elastic, replicas }: ClusterWorkload): Problem[] {
  if (!elastic) return [];
  const { minReplicas: least, maxReplicas: most } = elastic;
  const workers = replicas.find(({ role }) => role === 'worker')?.count ?? 0;
  return workers >= least && workers <= most
    ? []
    : [problem('workload-elastic-range', { workers, least, most })];
}

function envProblems({ env }: ClusterWorkload): Problem[] {
  return env
    .filter(({ name }) => isReserved(name))
    .map(({ name }) => problem('workload-env-reserved', { name }));
}

function pathProblems({ volumes }: ClusterWorkload): Problem[] {
  const paths = volumes.map(({ path }) => path);
  return paths.flatMap((path, i) => {
    const code = objection(path, paths.indexOf(path) < i);
    return code ? problem(code, { path }) : [];
  });
}

type PathCode = Extract<ErrorCode, `workload-path-${string}`>;

function objection(path: string, again: boolean): PathCode | undefined {
  const below = (folder: string): boolean =>
    path === folder || path.startsWith(`${folder}/`);
  // The API refuses a colon, and `..`.
  if (!/^\/[^/:]+(\/[^:]*)?$/.test(path) || path.split('/').includes('..'))
    return 'workload-path-invalid';
  if (below(ROOT) || below(SHM_FOLDER)) return 'workload-path-taken';
  return again ? 'workload-path-twice' : undefined;
}
