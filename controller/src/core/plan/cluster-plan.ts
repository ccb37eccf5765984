/**
 * The plan for a cluster, computed purely: from the same findings as one for this computer,
 * and what is known about the place. A cluster that cannot be asked still has a plan, with
 * a check that says why.
 */
import {
  reason,
  type Check,
  type ClusterPlan,
  type ClusterRef,
  type ClusterSettings,
  type ClusterWorkload,
  type ImageEnvironment,
  type Message,
  type PackagesPlan,
  type Problem,
  type Requirement,
  type Settings,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import type { LocalTool } from '../dockerfile/builder.js';
import { BUILT_IN_IMAGES } from '../cluster/catalogue.js';
import {
  imageVolumeObstacle,
  type ImageVolumeObstacle
} from '../cluster/image-volumes.js';
import type { RegistryPlace } from '../cluster/registry-place.js';
import { valueOr } from '../cluster/probe/answer.js';
import type { ClusterProbe } from '../cluster/probe/probe.js';
import { decideWorkload, type DecidedWorkload } from '../kubernetes/decide.js';
import type { PlanForCluster } from '../kubernetes/from-plan.js';
import { some } from '../kubernetes/objects.js';
import { secretNames } from '../kubernetes/patch/secrets.js';
import { FRAMEWORK_NAMES } from '../workload/workload.js';
import { decideBuild, type DecidedBuild } from './build.js';
import { checkOf, failed, isSecret, NOTEBOOK_MODE_NEEDS } from './checks.js';
import { checkPlace } from './cluster-checks.js';
import { decideDelivery, type DecidedDelivery } from './delivery.js';
import { decideImage } from './image.js';
import { checkClusterInputs, withInputs } from './inputs.js';
import { decidePackages } from './packages.js';
import {
  chooseWorkload,
  environmentOf,
  modeReason,
  planBase,
  type ChosenWorkload,
  type PlanSource
} from './plan.js';
import { checkClusterSecrets, checkRanks, checkWorkloadOf } from './workload-checks.js';

/** Most pods one run may have: beyond it a typing error is likelier than a wish. */
export const MAX_CLUSTER_RANKS = 1000;

/** Everything a plan for a cluster is made from. */
export interface ClusterPlanInput extends PlanSource {
  readonly target: ClusterRef;
  /** Version of Python of the notebook's kernel; absent when there is none. */
  readonly kernelVersion?: string;
  /** Absolute path of that Python on this computer. */
  readonly kernelPython?: string;
  /** What is known about the place, or why it cannot be asked. */
  readonly place: ClusterProbe | Problem;
  /** Where images are pushed; absent: nobody says. */
  readonly registry?: RegistryPlace;
  /** Image of the notebook server we run in. */
  readonly ownImage?: string;
  /** Programs of this computer that build images; asked where something has to be built. */
  readonly tools?: readonly LocalTool[];
}

export function makeClusterPlan(input: ClusterPlanInput): PlanForCluster {
  const { settings, target } = input;
  const probe = probeOf(input);
  const chosen = chooseWorkload(settings, input.imports, MAX_CLUSTER_RANKS);
  const { workload: asked, reasons } = decided(input, chosen);
  const wanted = withInputs(asked, input.inputs ?? []);
  const { delivery, problem, workload } = delivered(input, wanted);
  const image = imageOf(input, chosen, workload);
  const packages = packagesOf(input, image.environment);
  const build = buildOf(input);
  const { framework } = chosen.workload;
  return {
    ...planBase(input),
    target,
    environment: image.environment,
    workload: { kind: workload.kind, framework, replicas: workload.replicas },
    cluster: {
      ...{ workload, delivery, packages },
      ...some('build', build.plan),
      ...patchIn(settings)
    },
    env: environmentOf(settings, {}),
    checks: [
      ...input.checks,
      ...checkRanks(chosen, workload, MAX_CLUSTER_RANKS),
      ...checkClusterSecrets(settings),
      ...checkWorkloadOf(workload, { settings, framework, probe }),
      ...checkClusterInputs(settings.inputs, asked),
      // Of an image that is to be built nothing is known.
      ...(build.plan?.dockerfile === undefined
        ? imageChecks(image.checks, packages)
        : []),
      ...build.checks,
      ...checkOf('delivery', problem ? [problem] : [], delivery.reason),
      ...placeChecks(input, workload)
    ],
    reasons: reasonsOf(input, chosen, reasons)
  };
}

interface Delivered extends DecidedDelivery {
  /** With the Secret that its image is pulled with. */
  readonly workload: ClusterWorkload;
}

function delivered(input: ClusterPlanInput, workload: ClusterWorkload): Delivered {
  const { settings, bundle, registry } = input;
  const result = decideDelivery(settings, bundle.files, {
    ...some('registry', registry),
    ...some('obstacle', obstacleOf(input, workload))
  });
  const isPulled =
    result.delivery.kind !== 'inline' ||
    packagesOf(input).kind === 'add' ||
    (buildOf(input).plan?.kind ?? 'as-is') !== 'as-is';
  const secret = isPulled ? registry?.pullSecret : undefined;
  const secrets = [...workload.imagePullSecrets, ...(secret ? [secret] : [])];
  return { ...result, workload: { ...workload, imagePullSecrets: unique(secrets) } };
}

function obstacleOf(
  input: ClusterPlanInput,
  workload: ClusterWorkload
): ImageVolumeObstacle | undefined {
  const probe = probeOf(input);
  return probe
    ? imageVolumeObstacle(workload, probe.imageVolumes)
    : { what: 'unknown' };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

function probeOf({ place }: ClusterPlanInput): ClusterProbe | undefined {
  return 'sentence' in place ? undefined : place;
}

function placeChecks(input: ClusterPlanInput, workload: ClusterWorkload): Check[] {
  const { place, target } = input;
  return 'sentence' in place
    ? [failed('cluster', place)]
    : checkPlace(workload, place, target);
}

/** What a cluster that cannot be asked is taken to have. */
const ALL_KINDS: readonly WorkloadKind[] = ['Job', 'PyTorchJob', 'TFJob', 'TrainJob'];

function decided(
  input: ClusterPlanInput,
  { workload }: ChosenWorkload
): DecidedWorkload {
  const probe = probeOf(input);
  const kinds = probe ? valueOr(probe.kinds, undefined) : undefined;
  const { framework, replicas } = workload;
  // Roles that were chosen are kept: one that the kind does not have is told.
  const chosen = input.settings.replicas ? { replicas: [...replicas] } : {};
  const result = decideWorkload(
    { ...withoutSecrets(input.settings), ...chosen },
    {
      framework,
      replicas,
      kinds: kinds ?? ALL_KINDS,
      runtimes: probe?.runtimes ?? []
    }
  );
  const { kind } = result.workload;
  if (kinds || kind === 'Job' || input.settings.cluster?.kind) return result;
  const why = reason('workload-kind-unasked', {
    framework: FRAMEWORK_NAMES[framework],
    kind
  });
  return { ...result, reasons: { ...result.reasons, kind: why } };
}

/** A plan is kept in clear. Values that look like secrets fail it, and are not in it. */
function withoutSecrets({ cluster = {} }: Settings): ClusterSettings {
  const { env } = cluster;
  if (!env) return cluster;
  const kept = env.filter(
    one => one.from !== 'value' || !isSecret(one.name, one.value)
  );
  return { ...cluster, env: kept };
}

/** What was changed by hand, unless there are secrets in it. */
function patchIn({ patch = [] }: Settings): Pick<ClusterPlan, 'patch'> {
  return patch.length > 0 && secretNames(patch).length === 0 ? { patch } : {};
}

function imageOf(
  input: ClusterPlanInput,
  { workload: { framework } }: ChosenWorkload,
  workload: ClusterWorkload
): { readonly environment: ImageEnvironment; readonly checks: readonly Check[] } {
  const { settings, kernelVersion, ownImage, requirements } = input;
  return decideImage(
    {
      ...(settings.image === undefined ? {} : { chosen: settings.image }),
      ...(ownImage === undefined ? {} : { own: ownImage }),
      images: probeOf(input)?.images ?? BUILT_IN_IMAGES
    },
    {
      framework,
      ...(kernelVersion === undefined ? {} : { python: kernelVersion }),
      ...(workload.gpu ? { gpu: workload.gpu.resource } : {})
    },
    [...requirements, ...needsOfMode(input)]
  );
}

/** @param image - where a catalogue says its Python, a check has compared the two */
function packagesOf(input: ClusterPlanInput, image?: ImageEnvironment): PackagesPlan {
  const { settings, registry, kernelPython, kernelVersion, requirements } = input;
  const isKnown = image?.version !== undefined;
  return decidePackages(settings, {
    requirements: [...requirements, ...needsOfMode(input)],
    ...some('registry', registry),
    ...some('python', kernelPython),
    ...some('pythonVersion', isKnown ? undefined : kernelVersion)
  });
}

function buildOf(input: ClusterPlanInput): DecidedBuild {
  const { settings, system = [], registry, tools = [] } = input;
  const probe = probeOf(input);
  return decideBuild(settings.build, {
    ...{ apt: system, tools },
    requirements: [...input.requirements, ...needsOfMode(input)],
    ...some('registry', registry),
    ...some('builder', probe?.builder),
    ...some('podSecurity', probe && valueOr(probe.podSecurity, undefined))
  });
}

/** What a catalogue says of packages matters where nobody looks. */
function imageChecks(
  checks: readonly Check[],
  { kind }: PackagesPlan
): readonly Check[] {
  if (kind === 'as-is') return checks;
  const others = checks.filter(({ name }) => name !== 'packages');
  const message = reason('packages-to-look', {});
  return [...others, { name: 'packages', outcome: 'unknown', message }];
}

/** What runs a whole notebook must be in the image. */
export function needsOfMode({ mode }: Pick<ClusterPlanInput, 'mode'>): Requirement[] {
  if (mode !== 'notebook') return [];
  return NOTEBOOK_MODE_NEEDS.map(name => ({
    name,
    text: name,
    source: 'import',
    reason: reason('notebook-mode-needs', {}),
    included: true
  }));
}

function reasonsOf(
  { settings, mode }: ClusterPlanInput,
  chosen: ChosenWorkload,
  workload: Readonly<Record<string, Message>>
): Readonly<Record<string, Message>> {
  const { replicas, ...rest } = workload;
  const ofWorkload = Object.entries(rest).map(([field, why]) => [
    `cluster.workload.${field}`,
    why
  ]);
  return {
    ...chosen.reasons,
    ...(Object.fromEntries(ofWorkload) as Record<string, Message>),
    ...(replicas ? { 'cluster.workload.replicas': replicas } : {}),
    mode: modeReason(settings, mode)
  };
}
