/** What a cluster offers for the form of a plan, as far as the user may know it. */
import * as z from 'zod/mini';
import { TrainingRuntime } from './cluster-workload.js';
import { ManifestPatch } from './manifest-patch.js';
import { Problem } from './problem.js';
import { TargetRef } from './target.js';
import { Framework, WorkloadKind } from './workload.js';

/** A place where runs can happen. */
export const TargetChoice = z.object({
  ref: TargetRef,
  /** The kubeconfig's current context. */
  current: z.boolean(),
  /** Why it cannot be used, as far as that is known without asking it. */
  problem: z.exactOptional(Problem)
});
export type TargetChoice = z.infer<typeof TargetChoice>;

export const TargetsAnswer = z.object({
  /** This computer first, then the contexts in the kubeconfig's order. */
  targets: z.array(TargetChoice),
  /** Why there may be more: a kubeconfig that cannot be read. */
  problem: z.exactOptional(Problem)
});
export type TargetsAnswer = z.infer<typeof TargetsAnswer>;

/** The objects of a run of the plan, with an id of its own. */
export const ManifestsAnswer = z.object({
  /** In the order in which they are made; `kubectl apply --server-side -f` takes them. */
  objects: z.array(z.record(z.string(), z.unknown()))
});
export type ManifestsAnswer = z.infer<typeof ManifestsAnswer>;

/** The workload of a plan, with what was changed in it: what can be edited. */
export const WorkloadAnswer = z.object({
  manifest: z.record(z.string(), z.unknown())
});
export type WorkloadAnswer = z.infer<typeof WorkloadAnswer>;

/** What was changed in comparison with the plan, whatever patch its settings have. */
export const EditedAnswer = z.object({ patch: ManifestPatch });
export type EditedAnswer = z.infer<typeof EditedAnswer>;

/** A base image. */
export const CatalogueImage = z.object({
  /** Reference, e.g. `registry/repository:tag`. */
  image: z.string(),
  title: z.string(),
  /** Minor version, e.g. `3.11`. */
  python: z.string(),
  framework: Framework,
  accelerator: z.enum(['cpu', 'cuda', 'rocm']),
  /** Normalised names of distributions that are known to be in it; not all of them. */
  packages: z.exactOptional(z.array(z.string()))
});
export type CatalogueImage = z.infer<typeof CatalogueImage>;

/** One amount of a quota, in Kubernetes' notation. */
export const QuotaUse = z.object({
  quota: z.string(),
  /** e.g. `requests.cpu`, `pods`. */
  resource: z.string(),
  used: z.string(),
  hard: z.string()
});
export type QuotaUse = z.infer<typeof QuotaUse>;

/** GPUs of the nodes. */
export const GpuChoice = z.object({
  /** Extended resource, e.g. `nvidia.com/gpu`. */
  resource: z.string(),
  /** Most that one node has. */
  perNode: z.int(),
  /** Labels of nodes that tell the type, e.g. `nvidia.com/gpu.product`. */
  types: z.array(z.object({ label: z.string(), value: z.string() }))
});
export type GpuChoice = z.infer<typeof GpuChoice>;

/** Lists are empty where nothing is known: whoever fills in the form may type. */
export const ClusterChoices = z.object({
  /** Version of the API server, e.g. `v1.36.0`. */
  version: z.string(),
  /** Kinds of workloads that are installed and that the user may create. */
  kinds: z.array(WorkloadKind),
  runtimes: z.array(TrainingRuntime),
  gpus: z.array(GpuChoice),
  storageClasses: z.array(z.string()),
  claims: z.array(z.string()),
  queues: z.array(z.string()),
  quotas: z.array(QuotaUse),
  images: z.array(CatalogueImage)
});
export type ClusterChoices = z.infer<typeof ClusterChoices>;

export const NamespacesAnswer = z.object({
  /** The context's own first; only that one when they may not be listed. */
  namespaces: z.array(z.string())
});
export type NamespacesAnswer = z.infer<typeof NamespacesAnswer>;
