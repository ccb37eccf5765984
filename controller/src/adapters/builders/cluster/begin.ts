/** Makes and removes the objects of a build: all of them, or none. */
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import {
  metadataOf,
  RESOURCES,
  type KubeObject
} from '../../../core/cluster/object.js';
import { timeOf } from '../../../core/cluster/observe/pod.js';
import { BUILD_LABEL, HELD, type BuildObjects } from '../../../core/builder/objects.js';
import type { KubernetesObject } from '../../../core/kubernetes/objects.js';
import { ownerOf } from '../../../core/kubernetes/owners.js';
import type { ClusterApi } from '../../../ports/cluster.js';

const { job: JOB, configMap, secret } = RESOURCES;

/**
 * Makes the Job, gives it what its pod mounts, and lets it go.
 * @param host - of the registry, for the sentence where no Secret may be made
 */
export async function beginBuild(
  api: ClusterApi,
  { job, helpers }: BuildObjects,
  host: string
): Promise<void> {
  const stored = await api.create(JOB, asStored(job));
  const owner = ownerOf(job, metadataOf(stored).uid);
  for (const helper of helpers) {
    const owned = {
      ...helper,
      metadata: { ...helper.metadata, ownerReferences: [owner] }
    };
    await (helper.kind === 'Secret'
      ? api.create(secret, asStored(owned)).catch(loginRefused(host, helper))
      : api.create(configMap, asStored(owned)));
  }
  await api.patch(JOB, job.metadata, {
    metadata: { annotations: { [HELD]: null } },
    spec: { suspend: false }
  });
}

const asStored = (object: KubernetesObject): KubeObject =>
  object as unknown as KubeObject;

function loginRefused(host: string, { metadata }: KubernetesObject) {
  return (error: unknown): never => {
    if (error instanceof ProblemError && error.problem.code === 'cluster-forbidden') {
      return fail('builder-login-forbidden', { host, namespace: metadata.namespace });
    }
    throw error;
  };
}

/** With all that it owns. What is not there any more is no failure. */
export async function removeBuild(
  api: ClusterApi,
  { metadata }: KubernetesObject
): Promise<void> {
  try {
    await api.delete(JOB, metadata, { propagation: 'Background' });
  } catch (error) {
    // It removes itself later on.
    if (!(error instanceof ProblemError)) throw error;
  }
}

/** Milliseconds after which nobody is about to let a suspended build go. */
const FORGOTTEN = 10 * 60_000;

/** Builds whose maker died before they began: those that begin remove themselves. */
export async function sweepBuilds(
  api: ClusterApi,
  namespace: string,
  now: number
): Promise<void> {
  const jobs = await api.list(JOB, { namespace, labels: BUILD_LABEL });
  for (const job of jobs) {
    const metadata = metadataOf(job);
    const isOld = now - (timeOf(metadata.createdAt) ?? now) > FORGOTTEN;
    if (isOld && metadata.annotations[HELD] !== undefined) {
      const { uid } = metadata;
      await api.delete(JOB, metadata, { uid, propagation: 'Background' });
    }
  }
}
