/** The plan: bundle, image, workload, checks and reasons, computed without side effects. */
import * as z from 'zod/mini';
import { BundlePlan } from './bundle.js';
import { InputPlan } from './inputs.js';
import { Message } from './message.js';
import { CellPlan, Parameter } from './notebook.js';
import { Problem } from './problem.js';
import { ClusterWorkload } from './cluster-workload.js';
import { ManifestPatch } from './manifest-patch.js';
import { TargetRef } from './target.js';
import { Workload } from './workload.js';

export const Mode = z.enum(['script', 'notebook', 'function', 'file']);
export type Mode = z.infer<typeof Mode>;

/** An interpreter of this computer. */
export const InterpreterEnvironment = z.object({
  kind: z.literal('interpreter'),
  /** Absolute path of the Python executable. */
  python: z.string(),
  /** e.g. `3.11.2`; absent when the interpreter could not be asked. */
  version: z.exactOptional(z.string()),
  /** Kernel name, e.g. `python3`. */
  kernel: z.exactOptional(z.string()),
  reason: Message
});
export type InterpreterEnvironment = z.infer<typeof InterpreterEnvironment>;

/** A container image. */
export const ImageEnvironment = z.object({
  kind: z.literal('image'),
  /** As the kubelet pulls it, e.g. `registry/repository@sha256:…`. */
  image: z.string(),
  /** Python in the image: a path, or a name on its PATH. */
  python: z.string(),
  /** Version of Python in the image, as far as the catalogue says, e.g. `3.11`. */
  version: z.exactOptional(z.string()),
  reason: Message
});
export type ImageEnvironment = z.infer<typeof ImageEnvironment>;

/** What it runs in: the notebook's own interpreter, or on a cluster an image. */
export const Environment = z.discriminatedUnion('kind', [
  InterpreterEnvironment,
  ImageEnvironment
]);
export type Environment = z.infer<typeof Environment>;

/** How the bundle comes into the pods. */
export const DeliveryPlan = z.object({
  /**
   * `inline`: in a ConfigMap over an unchanged image; `image-volume`: in an image of its
   * own, mounted beside an unchanged one; `append`: as a layer of the image.
   */
  kind: z.enum(['inline', 'image-volume', 'append']),
  /** Where the image is pushed, for the other two. */
  push: z.exactOptional(z.string()),
  reason: Message
});
export type DeliveryPlan = z.infer<typeof DeliveryPlan>;

/** What becomes of packages that the image lacks. */
export const PackagesPlan = z.object({
  /** `add`: as layers on the image, when the run starts; `as-is`: the image stays as it is. */
  kind: z.enum(['add', 'as-is']),
  /** Where the image with them is pushed. */
  push: z.exactOptional(z.string()),
  /** Names whose version in the image stays, whatever the code had. */
  keep: z.array(z.string()),
  /** Names that are not added, though the code names them. */
  without: z.array(z.string()),
  /** Absolute path of the interpreter of this computer whose pip is asked. */
  python: z.exactOptional(z.string()),
  /** Its version, where nobody knows yet whether the image has the same. */
  pythonVersion: z.exactOptional(z.string()),
  reason: Message
});
export type PackagesPlan = z.infer<typeof PackagesPlan>;

/** About packages that an image lacks. */
export const PackageSettings = z.object({
  /** @default `add` where a registry to push to is known */
  kind: z.exactOptional(PackagesPlan.shape.kind),
  /** Names whose version in the image stays, whatever the code had. @default none */
  keep: z.exactOptional(z.array(z.string())),
  /** Names that are not added, though the code names them. @default none */
  without: z.exactOptional(z.array(z.string()))
});
export type PackageSettings = z.infer<typeof PackageSettings>;

/** What wheels cannot bring into the image, and who builds an image that has it. */
export const BuildPlan = z.object({
  /**
   * `cluster`: a builder in the run's namespace, before the run; `local`: a program of this
   * computer; `as-is`: the image stays without it.
   */
  kind: z.enum(['cluster', 'local', 'as-is']),
  /** The program of this computer, e.g. `buildah`. */
  tool: z.exactOptional(z.string()),
  /** Where the image is pushed. */
  push: z.exactOptional(z.string()),
  /** Path of a Dockerfile of the user's, which then brings all there is to bring. */
  dockerfile: z.exactOptional(z.string()),
  /** Packages of Debian. */
  apt: z.array(z.string()),
  /** Packages for the conda of the base. */
  conda: z.array(z.string()),
  /** Names of requirements that are installed by pip there, as they have to be compiled. */
  source: z.array(z.string()),
  reason: Message
});
export type BuildPlan = z.infer<typeof BuildPlan>;

/** A builder in the cluster, or a program of this computer. */
export const BuiltBy = z.enum(['cluster', 'local']);
export type BuiltBy = z.infer<typeof BuiltBy>;

export const BuildChoice = z.enum(['build', 'as-is']);
export type BuildChoice = z.infer<typeof BuildChoice>;

/** About what wheels cannot bring. */
export const BuildSettings = z.object({
  /** `build`: or the plan fails. @default build where there is a builder */
  kind: z.exactOptional(BuildChoice),
  /** Packages of Debian besides those that the code installs. @default none */
  apt: z.exactOptional(z.array(z.string())),
  /** Packages for the conda of the base. @default none */
  conda: z.exactOptional(z.array(z.string())),
  /**
   * Path of a Dockerfile below the notebook's folder: the run is in its image, and the
   * folder that it lies in is what it may copy from. @default one is written where needed
   */
  dockerfile: z.exactOptional(z.string()),
  /** Who builds. @default the cluster's, where there is one */
  by: z.exactOptional(BuiltBy),
  /**
   * Names of requirements that pip installs there; `*`: of all, or they are layers where
   * nothing can build. @default none
   */
  source: z.exactOptional(z.array(z.string())),
  /** Packages of Debian that are left out, though the code installs them. @default none */
  without: z.exactOptional(z.array(z.string()))
});
export type BuildSettings = z.infer<typeof BuildSettings>;

/** What a plan has besides for a cluster. */
export const ClusterPlan = z.object({
  workload: ClusterWorkload,
  delivery: DeliveryPlan,
  /** Absent in plans of runs that are older than this field. */
  packages: z.exactOptional(PackagesPlan),
  /** Absent where nothing has to be built. */
  build: z.exactOptional(BuildPlan),
  /** What somebody changed in the workload's manifest; the plan's own choices are without it. */
  patch: z.exactOptional(ManifestPatch)
});
export type ClusterPlan = z.infer<typeof ClusterPlan>;

/** Something looked at before the run. */
export const Check = z.object({
  /** What was looked at, e.g. `syntax`, `requirements`, `disk`. */
  name: z.string(),
  outcome: z.enum(['ok', 'warning', 'failed', 'unknown']),
  message: Message,
  /** For `failed` and `warning`: what is wrong, where, and what to do. */
  problem: z.exactOptional(Problem)
});
export type Check = z.infer<typeof Check>;

/** An environment variable the run gets besides those of its rank. */
export const EnvVar = z.object({
  name: z.string(),
  value: z.string(),
  reason: Message
});
export type EnvVar = z.infer<typeof EnvVar>;

/** Limits that end a run rather than let it fill the disk. */
export const Limits = z.object({
  /** Bytes all files of the run may take. */
  diskBytes: z.int(),
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: z.number()
});
export type Limits = z.infer<typeof Limits>;

export const Plan = z.object({
  /** Version of this shape. */
  schema: z.literal(1),
  /** DNS-1035 name made from the file name. */
  name: z.string(),
  source: z.object({
    /** As the user gave it. */
    path: z.string(),
    kind: z.enum(['notebook', 'python']),
    sha256: z.string(),
    /** Hex digest of the commit its folder is at, in a git repository. */
    commit: z.exactOptional(z.string())
  }),
  mode: Mode,
  target: TargetRef,
  cells: z.array(CellPlan),
  parameters: z.array(Parameter),
  bundle: BundlePlan,
  environment: Environment,
  /** On a cluster: kind and replicas are those of `cluster.workload`. */
  workload: Workload,
  /** Present exactly when `target` is a cluster. */
  cluster: z.exactOptional(ClusterPlan),
  /** Absent where there are none. */
  inputs: z.exactOptional(z.array(InputPlan)),
  env: z.array(EnvVar),
  limits: Limits,
  checks: z.array(Check),
  /** Reason of each value that was chosen for the user, by field, e.g. `workload.framework`. */
  reasons: z.record(z.string(), Message)
});
export type Plan = z.infer<typeof Plan>;
