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
  type InputPlan,
  type Message,
  type Mode,
  type Parameter,
  type Plan,
  type Requirement,
  type Settings,
  type Workload
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../bundle/bundle.js';
import { some } from '../kubernetes/objects.js';
import { MAX_RANKS, frameworkOf, rankCount, workloadOf } from '../workload/workload.js';
import {
  checkDisk,
  checkGpu,
  checkSecrets,
  checkWorkload,
  isSecret,
  type MachineCapacity
} from './checks.js';
import { checkLocalInputs } from './inputs.js';
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
  /** Packages of Debian that the code asks for; looked at for images only. @default none */
  readonly system?: readonly string[];
  /** @default none */
  readonly inputs?: readonly InputPlan[];
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

/** The plan for this computer. */
export function makePlan(input: PlanInput): Plan {
  const { settings, machine } = input;
  const { workload, asked, reasons } = chooseWorkload(
    settings,
    input.imports,
    MAX_RANKS
  );
  const { size } = bundlePlan(input);
  return {
    ...planBase(input),
    target: { kind: 'local' },
    environment: input.environment,
    workload,
    env: environmentOf(settings, input.kernelEnv),
    checks: [
      ...input.checks,
      ...checkWorkload(workload, asked, machine),
      ...checkSecrets(settings.env, input.kernelEnv),
      ...checkLocalInputs(settings.inputs),
      ...checkGpu(workload, machine),
      ...checkDisk(size, workload, machine)
    ],
    reasons: { ...reasons, mode: modeReason(settings, input.mode) }
  };
}

/** What a plan is made from, wherever it runs. */
export type PlanSource = Omit<PlanInput, 'environment' | 'kernelEnv' | 'machine'>;

/** What does not depend on where it runs. */
export function planBase(
  input: PlanSource
): Omit<
  Plan,
  'target' | 'environment' | 'workload' | 'cluster' | 'env' | 'checks' | 'reasons'
> {
  const { settings, source } = input;
  return {
    schema: 1,
    name: nameFor(settings, source.path),
    source,
    mode: input.mode,
    cells: [...input.cells],
    parameters: [...input.parameters],
    bundle: bundlePlan(input),
    ...some('inputs', input.inputs && [...input.inputs]),
    limits: {
      diskBytes: settings.diskBytes ?? DEFAULT_DISK_BYTES,
      graceSeconds: GRACE_SECONDS
    }
  };
}

function bundlePlan({ bundle, files, requirements }: PlanSource): Plan['bundle'] {
  return {
    digest: bundle.digest,
    size: bundle.files.reduce((sum, file) => sum + file.size, 0),
    entry: bundle.entry,
    files: [...files],
    requirements: [...requirements]
  };
}

function nameFor(settings: Settings, path: string): string {
  return (settings.name && slug(settings.name)) || nameOf(path);
}

export interface ChosenWorkload {
  readonly workload: Workload;
  /** Ranks as the user asked for them, possible or not. */
  readonly asked: number;
  readonly reasons: Readonly<Record<string, Message>>;
}

/** Framework and replicas. @param most - ranks that are possible at all */
export function chooseWorkload(
  settings: Settings,
  imports: readonly string[],
  most: number
): ChosenWorkload {
  const found = frameworkOf(imports);
  const framework = settings.framework ?? found.framework;
  const ranks = Math.min(most, Math.max(1, settings.ranks ?? 1));
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

export function modeReason(settings: Settings, mode: Mode): Message {
  if (settings.mode !== undefined) return reason('chosen', {});
  return mode === 'function'
    ? reason('mode-function', { name: settings.function ?? '' })
    : reason('mode-default', {});
}

/** The user's own variables win over the kernelspec's; secrets are in no plan. */
export function environmentOf(
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
