/** The `jkf` command that does what a run did. */
import type { Plan, Run, Settings } from '@jupyterlab-kubeflow/protocol';
import { commandLine } from '../../../ui/command-line.js';

/** From its notebook as it is now; `jkf runs rerun` repeats exactly what the run was given. */
export function repeatingCommand(run: Run, plan: Plan): string {
  return `${commandLine(plan.source.path, settingsOf(plan))}\n# ${exactly(run.id)}\n`;
}

function exactly(id: string): string {
  return `jkf runs rerun ${id}`;
}

function settingsOf(plan: Plan): Settings {
  const { entry } = plan.bundle;
  const parameters = plan.parameters.flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, value] as const]
  );
  return {
    mode: plan.mode,
    framework: plan.workload.framework,
    replicas: plan.workload.replicas,
    ...clusterOf(plan),
    ...(entry.kind === 'function' ? { function: entry.name } : {}),
    ...kernelOf(plan),
    parameters: Object.fromEntries(parameters),
    include: filesBy(plan, 'chosen'),
    exclude: filesBy(plan, 'file-left-out'),
    args: entry.kind === 'file' ? entry.args : [],
    env: chosenEnv(plan)
  };
}

function kernelOf({ environment }: Plan): Pick<Settings, 'kernel'> {
  return environment.kind === 'interpreter' && environment.kernel !== undefined
    ? { kernel: environment.kernel }
    : {};
}

/** Where it ran, and what was chosen about it: the rest is decided anew, in the same way. */
function clusterOf(
  plan: Plan
): Pick<Settings, 'target' | 'image' | 'delivery' | 'packages' | 'cluster' | 'patch'> {
  const { cluster, environment, target, reasons } = plan;
  if (!cluster || environment.kind !== 'image') return {};
  const chosen = Object.entries(cluster.workload).filter(
    ([field]) =>
      field === 'kind' || reasons[`cluster.workload.${field}`]?.code === 'chosen'
  );
  return {
    target,
    image: environment.image,
    delivery: cluster.delivery.kind,
    ...packagesOf(cluster),
    ...(cluster.patch ? { patch: cluster.patch } : {}),
    // Replicas are the settings' own.
    cluster: Object.fromEntries(chosen.filter(([field]) => field !== 'replicas'))
  };
}

function packagesOf({
  packages
}: NonNullable<Plan['cluster']>): Pick<Settings, 'packages'> {
  if (!packages) return {};
  const { kind, keep, without } = packages;
  return {
    packages: {
      kind,
      ...(keep.length > 0 ? { keep } : {}),
      ...(without.length > 0 ? { without } : {})
    }
  };
}

/** Without the kernelspec's own, which come again by themselves. */
function chosenEnv({ env }: Plan): Settings['env'] {
  const chosen = env.filter(({ reason }) => reason.code === 'chosen');
  return Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
}

/** Files that were shipped, or were not, because the user said so. */
function filesBy(plan: Plan, code: 'chosen' | 'file-left-out'): string[] {
  return plan.bundle.files
    .filter(({ reason }) => reason.code === code)
    .map(({ path }) => path);
}
