/** The image that a run's code is put on: the plan's, with what was built and added. */
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { isBuilt, withBuilt } from '../core/plan/build.js';
import { withImage } from '../core/plan/packages.js';
import type { BuildWatch } from '../ports/builder.js';
import type { BuildOf, RunBuilds } from './run-builds.js';
import type { RunPackages } from './run-packages.js';

export interface RunBaseDeps {
  readonly builds: Pick<RunBuilds, 'image'>;
  readonly packages: Pick<RunPackages, 'image'>;
}

/**
 * The plan with its image, which is part of the run: who repeats it gets the same. What
 * is built comes first, for it changes least. Throws as `RunBuilds` and `RunPackages`.
 */
export async function withItsImage(
  what: BuildOf,
  { builds, packages }: RunBaseDeps,
  watch: BuildWatch | undefined
): Promise<PlanForCluster> {
  const { plan } = what;
  const built = isBuilt(plan) ? await builds.image(what, watch) : undefined;
  const isAdded = plan.cluster.packages?.kind === 'add';
  const added = isAdded ? await packages.image(what, watch, built) : undefined;
  const base = built === undefined ? plan : withBuilt(plan, built);
  return added ? withImage(base, added.reference) : base;
}
