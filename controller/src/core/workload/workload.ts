/** Makes the workload of a plan from what the user chose and what the code imports. */
import type {
  Framework,
  Replicas,
  Role,
  Workload
} from '@jupyterlab-kubeflow/protocol';

/** Most processes one local run may have: beyond it a typing error is likelier than a wish. */
export const MAX_RANKS = 64;

/** The workload of so many ranks: what one would write by hand for the framework. */
export function workloadOf(
  framework: Framework,
  ranks: number,
  replicas?: readonly Replicas[]
): Workload {
  return {
    kind: 'processes',
    framework,
    replicas: replicas ? [...replicas] : defaultReplicas(framework, ranks)
  };
}

/** A PyTorchJob has one master; a TFJob for collective training has workers only. */
function defaultReplicas(framework: Framework, ranks: number): Replicas[] {
  if (framework !== 'torch') return [{ role: 'worker', count: ranks }];
  const workers: Replicas[] = ranks > 1 ? [{ role: 'worker', count: ranks - 1 }] : [];
  return [{ role: 'master', count: 1 }, ...workers];
}

/** Roles a framework knows; the first one leads. */
export const ROLES: Readonly<Record<Framework, readonly Role[]>> = {
  none: ['worker'],
  torch: ['master', 'worker'],
  tensorflow: ['chief', 'worker', 'ps', 'evaluator']
};

/** Frameworks in the middle of a sentence. */
export const FRAMEWORK_NAMES: Readonly<Record<Framework, string>> = {
  none: 'plain',
  torch: 'PyTorch',
  tensorflow: 'TensorFlow'
};

/** How many ranks a workload has. */
export function rankCount(workload: Pick<Workload, 'replicas'>): number {
  return workload.replicas.reduce((sum, { count }) => sum + count, 0);
}

/** Import names that tell the framework, most specific first. */
const FRAMEWORK_IMPORTS: readonly (readonly [string, Framework])[] = [
  ['tensorflow', 'tensorflow'],
  ['torch', 'torch']
];

/**
 * The framework whose environment the ranks need, and the import that says so.
 * With both imported the one whose distributed package is imported wins, else torch.
 */
export function frameworkOf(imports: readonly string[]): {
  readonly framework: Framework;
  readonly because?: string;
} {
  const distributed = imports.find(name =>
    /^torch\.distributed\b|^tensorflow\.distribute\b/.test(name)
  );
  const roots = new Set(imports.map(name => name.split('.')[0]));
  const known = FRAMEWORK_IMPORTS.filter(([name]) => roots.has(name));
  const chosen =
    known.find(([name]) => distributed?.startsWith(`${name}.`)) ?? known.at(-1);
  if (!chosen) return { framework: 'none' };
  return { framework: chosen[1], because: distributed ?? chosen[0] };
}
