/**
 * Makes the objects of a run exactly once or not at all. The record comes first and its
 * name is the run's: whoever asks again finds how far it came, and goes on.
 */
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { ClusterError } from '../../core/cluster/cluster-error.js';
import { fieldsOf } from '../../core/cluster/fields.js';
import {
  metadataOf,
  RESOURCES,
  type KubeObject,
  type Resource
} from '../../core/cluster/object.js';
import { WORKLOADS } from '../../core/cluster/workloads.js';
import { LABELS } from '../../core/kubernetes/labels.js';
import type {
  KubernetesObject,
  OwnerReference
} from '../../core/kubernetes/objects.js';
import { helpersOf, ownerOf, ownerPatch } from '../../core/kubernetes/owners.js';
import type { ClusterApi } from '../../ports/cluster.js';

/**
 * @param objects - of `manifestsFor`: the record first, the workload last
 * @throws ProblemError `run-exists` when the id is taken; the refusal of the cluster
 *   otherwise, and then nothing is left of what was made here
 */
export async function createRun(
  api: ClusterApi,
  id: string,
  objects: readonly KubernetesObject[]
): Promise<void> {
  const made: KubernetesObject[] = [];
  let uid = '';
  try {
    for (const object of objects) {
      const { stored, fresh } = await createOnce(api, id, object);
      if (fresh) made.push(object);
      uid = metadataOf(stored).uid;
      if (!fresh && object === objects.at(-1)) fail('run-exists', { id });
    }
  } catch (error) {
    // Another start of the same run may go on from what is there.
    const ours = made[0] === objects[0] && !(await isThere(api, objects.at(-1)));
    if (ours) await takeBack(api, made);
    throw error;
  }
  const workload = objects.at(-1);
  if (workload) await giveOwner(api, objects, ownerOf(workload, uid));
}

/** Where that cannot be found out, nothing is deleted: the next look sweeps. */
async function isThere(api: ClusterApi, object?: KubernetesObject): Promise<boolean> {
  if (!object) return false;
  try {
    await api.get(resourceOf(object.kind), object.metadata);
    return true;
  } catch (error) {
    return !(error instanceof ProblemError && error.problem.code === 'object-missing');
  }
}

/** The next look gives helpers an owner that a crash or an error here has kept from it. */
async function giveOwner(
  api: ClusterApi,
  objects: readonly KubernetesObject[],
  owner: OwnerReference
): Promise<void> {
  for (const helper of helpersOf(objects)) {
    const change = ownerPatch(owner) as unknown as KubeObject;
    await api.patch(resourceOf(helper.kind), helper.metadata, change).catch(refused);
  }
}

interface Created {
  readonly stored: KubeObject;
  /** Whether this call has made it. */
  readonly fresh: boolean;
}

async function createOnce(
  api: ClusterApi,
  id: string,
  object: KubernetesObject
): Promise<Created> {
  const resource = resourceOf(object.kind);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const stored = await api.create(resource, object as unknown as KubeObject);
      return { stored, fresh: true };
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      const exists = error.problem.code === 'object-exists';
      if (!exists && !isUnsure(error)) throw error;
      // Asks several times with waits, so that the next attempt comes later.
      const stored = await api.get(resource, object.metadata).catch(() => undefined);
      if (stored)
        return { stored: meant(id, { stored, object, error }), fresh: !exists };
      // Names are the run's own: to ask again makes nothing twice.
      if (error.status === undefined || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Attempts to create an object that a server in trouble has not made. */
const ATTEMPTS = 3;

/** No answer, or none of the object's own: it may have been made all the same. */
function isUnsure({ status, temporary }: ClusterError): boolean {
  return status === undefined || (temporary && status >= 500);
}

/** What is there, if it is of the same start. */
function meant(
  id: string,
  found: {
    readonly stored: KubeObject;
    readonly object: KubernetesObject;
    readonly error: ClusterError;
  }
): KubeObject {
  const { stored, object, error } = found;
  if (isMeant(stored, object)) return stored;
  if (metadataOf(stored).labels[LABELS.run] === undefined) throw error;
  return fail('run-exists', { id });
}

/** Whether it is what another attempt at the same start has made. */
function isMeant(stored: KubeObject, object: KubernetesObject): boolean {
  const { labels } = metadataOf(stored);
  if (labels[LABELS.run] !== object.metadata.labels?.[LABELS.run]) return false;
  const given = object.data ?? object.binaryData;
  if (given === undefined) return true;
  const found = fieldsOf(stored[object.data ? 'data' : 'binaryData']);
  return Object.entries(given).every(
    ([key, text]) => isVolatile(key) || found[key] === text
  );
}

/** Checks in a plan speak of the moment; the workload and the bundle say what it is. */
const isVolatile = (key: string): boolean => key === 'plan.json';

/** Backwards, so that what is left by a second failure is still known as a run's. */
async function takeBack(
  api: ClusterApi,
  made: readonly KubernetesObject[]
): Promise<void> {
  for (const { kind, metadata } of made.toReversed()) {
    await api.delete(resourceOf(kind), metadata).catch(refused);
  }
}

export function resourceOf(kind: string): Resource {
  const all: readonly Resource[] = [
    ...Object.values(RESOURCES),
    ...Object.values(WORKLOADS)
  ];
  const found = all.find(resource => resource.kind === kind);
  if (!found) throw new RangeError(`no resource is known for ${kind}`);
  return found;
}

/** A second failure must not hide the first; the next look sweeps. */
function refused(error: unknown): void {
  if (!(error instanceof ProblemError)) throw error;
}
