/**
 * The plan, computed purely: everything that was found and chosen goes in, the whole
 * plan with its reasons and checks comes out. Nothing is read, nothing is written.
 */
import {
  reason,
  type BundleFile,
  type CellPlan,
  type Check,
  type Environment,
  type EnvVar,
  type Message,
  type Mode,
  type Parameter,
  type Plan,
  type Requirement,
  type Settings,
  type Workload
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../bundle/bundle.js';
import { MAX_RANKS, frameworkOf, rankCount, workloadOf } from '../workload/workload.js';
import {
  checkDisk,
  checkGpu,
  checkSecrets,
  checkWorkload,
  isSecret,
  type MachineCapacity
} from './checks.js';
import { nameOf, slug } from './name.js';

/** Everything a plan is made from. */
export interface PlanInput {
  readonly source: Plan['source'];
  readonly mode: Mode;
  readonly settings: Settings;
  readonly cells: readonly CellPlan[];
  readonly parameters: readonly Parameter[];
  /** Dotted names the code imports, for the choice of the framework. */
  readonly imports: readonly string[];
  readonly bundle: Bundle;
  /** Files that were found, also those left out. */
  readonly files: readonly BundleFile[];
  readonly requirements: readonly Requirement[];
  readonly environment: Environment;
  /** Variables the kernelspec sets. */
  readonly kernelEnv: Readonly<Record<string, string>>;
  readonly machine: MachineCapacity;
  /** Checks on the code, the environment and the packages. */
  readonly checks: readonly Check[];
}

/** Large enough for checkpoints, small enough to leave the computer usable. */
const DEFAULT_DISK_BYTES = 10 * 1024 ** 3;

/** As Kubernetes' `terminationGracePeriodSeconds`, shortened: a person is waiting. */
const GRACE_SECONDS = 10;

export function makePlan(input: PlanInput): Plan {
  const { settings, bundle, machine, mode } = input;
  const { workload, asked, reasons } = chooseWorkload(settings, input.imports);
  const size = bundle.files.reduce((sum, file) => sum + file.size, 0);
  return {
    schema: 1,
    name: nameFor(settings, input.source.path),
    source: input.source,
    mode,
    target: { kind: 'local' },
    cells: [...input.cells],
    parameters: [...input.parameters],
    bundle: {
      digest: bundle.digest,
      size,
      entry: bundle.entry,
      files: [...input.files],
      requirements: [...input.requirements]
    },
    environment: input.environment,
    workload,
    env: environmentOf(settings, input.kernelEnv),
    limits: {
      diskBytes: settings.diskBytes ?? DEFAULT_DISK_BYTES,
      graceSeconds: GRACE_SECONDS
    },
    checks: [
      ...input.checks,
      ...checkWorkload(workload, asked, machine),
      ...checkSecrets(settings.env, input.kernelEnv),
      ...checkGpu(workload, machine),
      ...checkDisk(size, workload, machine)
    ],
    reasons: { ...reasons, mode: modeReason(settings, mode) }
  };
}

function nameFor(settings: Settings, path: string): string {
  return (settings.name && slug(settings.name)) || nameOf(path);
}

interface ChosenWorkload {
  readonly workload: Workload;
  /** Ranks as the user asked for them, possible or not. */
  readonly asked: number;
  readonly reasons: Readonly<Record<string, Message>>;
}

function chooseWorkload(
  settings: Settings,
  imports: readonly string[]
): ChosenWorkload {
  const found = frameworkOf(imports);
  const framework = settings.framework ?? found.framework;
  const ranks = Math.min(MAX_RANKS, Math.max(1, settings.ranks ?? 1));
  const workload = workloadOf(framework, ranks, settings.replicas);
  return {
    workload,
    asked: settings.replicas ? rankCount(workload) : (settings.ranks ?? 1),
    reasons: {
      'workload.framework': frameworkReason(settings, found.because),
      'workload.replicas':
        settings.ranks === undefined && settings.replicas === undefined
          ? reason('ranks-default', {})
          : reason('chosen', {})
    }
  };
}

function frameworkReason(settings: Settings, because: string | undefined): Message {
  if (settings.framework !== undefined) return reason('chosen', {});
  if (because === undefined) return reason('framework-none', {});
  return reason('framework-imported', { module: because });
}

function modeReason(settings: Settings, mode: Mode): Message {
  if (settings.mode !== undefined) return reason('chosen', {});
  return mode === 'function'
    ? reason('mode-function', { name: settings.function ?? '' })
    : reason('mode-default', {});
}

/** The user's own variables win over the kernelspec's; secrets are in no plan. */
function environmentOf(
  settings: Settings,
  kernelEnv: Readonly<Record<string, string>>
): EnvVar[] {
  const variables = new Map<string, EnvVar>();
  for (const [name, value] of Object.entries(kernelEnv)) {
    variables.set(name, { name, value, reason: reason('env-kernelspec', {}) });
  }
  for (const [name, value] of Object.entries(settings.env)) {
    variables.set(name, { name, value, reason: reason('chosen', {}) });
  }
  return [...variables.values()].filter(({ name, value }) => !isSecret(name, value));
}
