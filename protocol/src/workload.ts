/** The workload: what runs the bundle, and as how many processes or pods. */
import * as z from 'zod/mini';

export const Framework = z.enum(['none', 'torch', 'tensorflow']);
export type Framework = z.infer<typeof Framework>;

/** Replica types as the training operator names them, in lower case. */
export const Role = z.enum(['master', 'worker', 'chief', 'ps', 'evaluator']);
export type Role = z.infer<typeof Role>;

/** So many replicas of one role. */
export const Replicas = z.object({ role: Role, count: z.int().check(z.positive()) });
export type Replicas = z.infer<typeof Replicas>;

/** Kinds of objects that run a bundle on a cluster. */
export const WorkloadKind = z.enum(['Job', 'PyTorchJob', 'TFJob', 'TrainJob']);
export type WorkloadKind = z.infer<typeof WorkloadKind>;

/** What runs it: an object of a cluster, or `processes` of this computer, one a rank. */
export const Workload = z.object({
  kind: z.enum(['processes', ...WorkloadKind.options]),
  framework: Framework,
  replicas: z.array(Replicas)
});
export type Workload = z.infer<typeof Workload>;
