/** The use cases that command line and gateway share, as one value that `main.ts` wires. */
import type {
  ClusterChoices,
  ClusterRef,
  ManifestPatch,
  PackagesAnswer,
  Plan,
  Prepared,
  Run,
  Settings
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../core/bundle/bundle.js';
import type { Conversion } from '../core/notebook/convert.js';
import type { Origin } from '../core/kubernetes/input.js';
import type { KubernetesObject } from '../core/kubernetes/objects.js';
import type { Clock } from '../ports/clock.js';
import type { CallOptions, Clusters } from '../ports/cluster.js';
import type { Kernels } from '../ports/kernel.js';
import type { Machine } from '../ports/machine.js';
import type { LaunchWatch, RunTarget } from '../ports/target.js';
import type { ImageBuilds } from './builders.js';
import type { Images } from './images.js';
import type { TrialWatch } from './import-trial.js';
import type { PackageServices } from './packages-image.js';
import type { BuildWatch } from './run-image.js';

/** A file to plan: where it is and what the user chose. */
export interface PlanRequest {
  /** Absolute path of the notebook or `.py` file. */
  readonly path: string;
  /** The path as the user wrote it: what sentences name. */
  readonly shown: string;
  /** Its text, when it is newer than the file (an unsaved notebook). @default the file's */
  readonly text?: string;
  readonly settings: Settings;
  /** Ends what is asked of a cluster. */
  readonly signal?: AbortSignal;
  /** Whether it is started at once: what an earlier plan found in the cluster counts longer. */
  readonly start?: boolean;
  /** Imports what the code imports, on this computer. Absent: nothing is imported. */
  readonly imports?: TrialWatch;
  /**
   * The user has typed the addresses of inputs: their servers are asked for sizes. Absent:
   * nobody is asked, for a notebook of somebody else may name any address.
   */
  readonly isTyped?: true;
}

/** A plan, and what it would deliver. */
export interface Planned {
  readonly plan: Plan;
  readonly bundle: Bundle;
}

/** A converted notebook. */
export interface Converted {
  readonly conversion: Conversion;
  /** The Python script. */
  readonly script: string;
}

export interface Planner {
  /** The script and its decisions; needs no kernel. Throws `ProblemError` when the file is unreadable. */
  convert(request: PlanRequest): Promise<Converted>;
  /**
   * The plan. What blocks it is a failed check in it, not an exception; only a file
   * that cannot be read as a notebook at all throws `ProblemError`.
   */
  plan(request: PlanRequest): Promise<Planned>;
}

export interface Runs {
  readonly target: RunTarget;
  /**
   * Starts a plan; `plan-blocked` when a check failed.
   * @param id - chosen by the caller to make a repeated call harmless; absent: made here
   */
  start(planned: Planned, id?: string, watch?: LaunchWatch): Promise<Run>;
  /** Starts an ended or running run's plan again with other parameter values. */
  rerun(
    from: string,
    parameters: Readonly<Record<string, unknown>>,
    id?: string,
    watch?: LaunchWatch
  ): Promise<Run>;
}

/** How the objects of a run are made. */
export interface ManifestOptions {
  readonly origin?: Origin;
  /** Watches the building of an image; absent: `manifests-append` where one is needed. */
  readonly build?: BuildWatch;
}

/** What the user allows before a run is asked for. */
export interface Permit extends CallOptions {
  /** Hosts of registries. */
  readonly registries: readonly string[];
  /** Whether the code may be pushed; else everything is made ready for it. */
  readonly mayPush: boolean;
}

export interface PackagesOptions extends CallOptions {
  /** Wherever the image is; else only where its registry may be asked. @default false */
  readonly look?: boolean;
}

/** What can be asked about clusters without a plan. */
export interface Places {
  /** Made when first asked for: who runs on this computer needs none of it. */
  clusters(): Promise<Clusters>;
  /** What a namespace offers. Throws when the cluster cannot be asked at all. */
  choices(ref: ClusterRef, options?: CallOptions): Promise<ClusterChoices>;
  /**
   * The objects of a run of the plan, in the order in which they are made. Throws as
   * `manifestsFor` and, for what is delivered in an image, as `Images` does.
   */
  manifests(
    planned: Planned,
    id: string,
    options?: ManifestOptions
  ): Promise<readonly KubernetesObject[]>;
  /** The workload of a run of the plan; what is not built yet has a name like its own. */
  workload(planned: Planned): Promise<KubernetesObject>;
  /**
   * What somebody has changed in a manifest of the plan. Throws as `readManifests` and
   * `patchOf`.
   * @param text - YAML or JSON; of several documents the workload counts
   */
  edited(planned: Planned, text: string): Promise<ManifestPatch>;
  /**
   * What is known of the packages of a plan; begins to look where nothing is. Answers
   * within seconds, while that goes on.
   */
  packages(planned: Planned, options?: PackagesOptions): Promise<PackagesAnswer>;
  /**
   * Does for a run's image what may be done before the run is started. Throws no problem:
   * a start finds out by itself.
   * @returns what there is now
   */
  prepare(planned: Planned, permit: Permit): Promise<Prepared>;
}

export interface Services {
  readonly planner: Planner;
  readonly places: Places;
  readonly runs: Runs;
  /** Runs of one place alone; from now on they are listed with all others. */
  at(ref: ClusterRef): Promise<RunTarget>;
  readonly images: Images;
  readonly packages: PackageServices;
  readonly builds: ImageBuilds;
  readonly kernels: Kernels;
  readonly machine: Machine;
  readonly clock: Clock;
}
