import { problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { ClusterError } from '../../core/cluster/cluster-error.js';
import {
  metadataOf,
  type KubeObject,
  type Resource
} from '../../core/cluster/object.js';
import { manifestsFor } from '../../core/kubernetes/manifests.js';
import { inputOf } from '../../core/kubernetes/testing.js';
import type { ClusterApi } from '../../ports/cluster.js';
import { createRun } from './launch.js';

const objects = manifestsFor(inputOf('Job'));
const id = 'digits-x7k2m';

/** Objects by kind and name; `before` may refuse what is created. */
function memory(before: (kind: string) => void = () => undefined) {
  const stored = new Map<string, KubeObject>();
  const key = (resource: Resource, name: string) => `${resource.kind}/${name}`;
  const missing = (): never => {
    throw new ClusterError(problem('object-missing', { object: 'it' }), {
      status: 404,
      temporary: false
    });
  };
  const api = {
    create: async (resource: Resource, object: KubeObject) => {
      await Promise.resolve();
      const at = key(resource, metadataOf(object).name);
      if (stored.has(at)) {
        throw new ClusterError(problem('object-exists', { object: at }), {
          status: 409,
          temporary: false
        });
      }
      before(resource.kind);
      stored.set(at, object);
      return object;
    },
    get: async (resource: Resource, { name }: { name: string }) => {
      await Promise.resolve();
      return stored.get(key(resource, name)) ?? missing();
    },
    patch: () => Promise.resolve({}),
    delete: async (resource: Resource, { name }: { name: string }) => {
      await Promise.resolve();
      if (!stored.delete(key(resource, name))) missing();
    }
  } as unknown as ClusterApi;
  return { api, stored };
}

/** A server in trouble; whether it has made the object, nobody knows. */
const trouble = (): never => {
  throw new ClusterError(problem('object-missing', { object: 'it' }), {
    status: 504,
    temporary: true
  });
};

const refusal = (): never => {
  throw new ClusterError(problem('quota-exceeded', { object: 'it', detail: 'cpu' }), {
    status: 403,
    temporary: false
  });
};

describe('the objects of a run', () => {
  it('are all made, and are made once however often and at once it is asked', async () => {
    const { api, stored } = memory();
    const starts = [1, 2, 3].map(() => createRun(api, id, objects));
    const ends = await Promise.allSettled(starts);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(stored.size).toBe(objects.length);
  });

  it('are none when the workload is refused', async () => {
    const { api, stored } = memory(kind => {
      if (kind === 'Job') refusal();
    });
    await expect(createRun(api, id, objects)).rejects.toMatchObject({
      problem: { code: 'quota-exceeded' }
    });
    expect(stored.size).toBe(0);
  });

  it('are left alone when the id is another run’s', async () => {
    const { api, stored } = memory();
    const other = inputOf('Job', { delivery: { kind: 'inline', files: [] } });
    await createRun(api, id, manifestsFor(other));
    const before = [...stored.values()];
    await expect(createRun(api, id, objects)).rejects.toMatchObject({
      problem: { code: 'run-exists' }
    });
    expect([...stored.values()]).toEqual(before);
  });

  it('makes everything in spite of a server that is in trouble now and then', async () => {
    const troubled = new Set<string>();
    const { api, stored } = memory(kind => {
      if (troubled.has(kind)) return;
      troubled.add(kind);
      trouble();
    });
    await createRun(api, id, objects);
    expect(stored.size).toBe(objects.length);
  });

  it('gives up on a server that stays in trouble, and leaves nothing', async () => {
    const { api, stored } = memory(kind => {
      if (kind === 'Job') trouble();
    });
    await expect(createRun(api, id, objects)).rejects.toMatchObject({ status: 504 });
    expect([...stored.keys()]).toEqual([]);
  });
});
