/** Whether packages that an image lacks are added to it, and what is said of them before. */
import {
  reason,
  type Check,
  type PackageGroups,
  type PackagesAnswer,
  type PackagesPlan,
  type Requirement,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { PlanForCluster } from '../kubernetes/from-plan.js';
import { some } from '../kubernetes/objects.js';
import type { RegistryPlace } from '../cluster/registry-place.js';
import { normalName } from '../notebook/discover/distributions.js';
import { failed, noted, passed } from './checks.js';

export interface PackagesFacts {
  /** What the code needs. */
  readonly requirements: readonly Requirement[];
  /** Where images are pushed; absent: nobody says. */
  readonly registry?: Pick<RegistryPlace, 'push'>;
  /** Absolute path of the notebook's interpreter on this computer. */
  readonly python?: string;
  /** Its version, where that of the image is not known. */
  readonly pythonVersion?: string;
}

export function decidePackages(
  { packages = {}, build }: Pick<Settings, 'packages' | 'build'>,
  { requirements, registry, python, pythonVersion }: PackagesFacts
): PackagesPlan {
  const { kind, keep = [], without = [] } = packages;
  const lists = { keep: [...keep], without: [...without] };
  const asIs = (why: PackagesPlan['reason']): PackagesPlan => ({
    ...{ kind: 'as-is', ...lists, reason: why }
  });
  if (build?.dockerfile !== undefined)
    return asIs(reason('packages-of-dockerfile', {}));
  if (kind === 'as-is') return asIs(reason('chosen', {}));
  if (wantedOf(requirements, without).length === 0) {
    return asIs(reason('packages-none', {}));
  }
  if (!registry) return asIs(reason('packages-push-unknown', {}));
  return {
    ...{ kind: 'add', push: registry.push, ...lists },
    ...some('python', python),
    ...some('pythonVersion', pythonVersion),
    reason: kind === 'add' ? reason('chosen', {}) : reason('packages-add', {})
  };
}

/** Of requirements those that an image is to have. */
export function wantedOf(
  requirements: readonly Requirement[],
  without: readonly string[]
): readonly Requirement[] {
  const names = new Set(without.map(normalName));
  return requirements.filter(
    each => isNeeded(each) && !names.has(normalName(each.name))
  );
}

/** Also what is imported and not installed: its name is a guess, and the import will fail. */
export function isNeeded({ included, reason: { code } }: Requirement): boolean {
  return included || code === 'requirement-guessed';
}

/** Whether the image is known to stay as it is. */
export function addsNothing(answer: PackagesAnswer): boolean {
  if (answer.state !== 'found') return answer.state === 'none';
  const { added, differs } = answer.groups;
  return added.length === 0 && differs.every(({ wins }) => wins === 'base');
}

/** What the plan's check of packages says, once somebody has looked or is looking. */
function packagesChecks(answer: PackagesAnswer): readonly Check[] {
  switch (answer.state) {
    case 'none':
    case 'unasked':
      return [];
    case 'looking': {
      const message = answer.doing ?? reason('packages-looking', {});
      return [{ name: 'packages', outcome: 'unknown', message }];
    }
    case 'failed':
      return [failed('packages', answer.problem)];
    case 'found':
      return foundChecks(answer.groups);
  }
}

function foundChecks({
  inBase,
  added,
  differs,
  impossible,
  notes
}: PackageGroups): readonly Check[] {
  const count = String(inBase.length);
  const replaced = differs.filter(({ wins }) => wins === 'notebook').length;
  const isComplete = added.length + replaced === 0;
  const message = isComplete
    ? reason('packages-complete', { count })
    : reason('packages-added', {
        ...{ added: String(added.length), replaced: String(replaced), count }
      });
  const warnings = notes.map(note => noted('packages', note));
  return impossible.length > 0
    ? [...impossible.map(one => failed('packages', one.problem)), ...warnings]
    : [passed('packages', message), ...warnings];
}

/** What somebody has found out takes the place of what nobody had looked for. */
export function withPackages(
  checks: readonly Check[],
  known: PackagesAnswer | undefined
): readonly Check[] {
  const found = known ? packagesChecks(known) : [];
  if (found.length === 0) return checks;
  return [...checks.filter(({ name }) => name !== 'packages'), ...found];
}

/**
 * The plan as it is run: in the image that has what was missing. Whoever repeats it has
 * nothing to look for, and gets the same versions.
 */
export function withImage(plan: PlanForCluster, image: string): PlanForCluster {
  const { environment, cluster } = plan;
  const { packages } = cluster;
  const base = environment.image;
  return {
    ...plan,
    environment: {
      ...environment,
      image,
      reason: reason('image-with-packages', { base })
    },
    cluster: {
      ...cluster,
      ...(packages
        ? {
            packages: {
              ...packages,
              kind: 'as-is',
              reason: reason('packages-are-in', {})
            }
          }
        : {})
    }
  };
}
