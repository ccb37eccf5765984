/** Where runs happen. */
import * as z from 'zod/mini';

/** A namespace of a cluster, reached through a context of the user's kubeconfig. */
export const ClusterRef = z.object({
  kind: z.literal('cluster'),
  /** As in the kubeconfig; `in-cluster` for the service account of the pod we run in. */
  context: z.string(),
  namespace: z.string()
});
export type ClusterRef = z.infer<typeof ClusterRef>;

export const TargetRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  ClusterRef
]);
export type TargetRef = z.infer<typeof TargetRef>;
