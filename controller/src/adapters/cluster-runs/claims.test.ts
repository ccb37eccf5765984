import { describe, expect, it } from 'vitest';
import { problem, ProblemError, type VolumeMount } from '@jupyterlab-kubeflow/protocol';
import type { KubeObject } from '../../core/cluster/object.js';
import { makeClusterPlan } from '../../core/plan/cluster-plan.js';
import { inputWith } from '../../core/plan/testing.js';
import type { ClusterApi } from '../../ports/cluster.js';
import { removeClaims, repeatable } from './claims.js';

const GIB = 1024 ** 3;
const volume = (claim: string): VolumeMount => ({
  ...{ kind: 'new', claim, path: `/${claim}`, sizeBytes: GIB, readOnly: true }
});

/** A namespace that has these claims, by name with the run that made each. */
function namespaceWith(claims: Record<string, string>) {
  const deleted: string[] = [];
  const object = (name: string): KubeObject => ({
    metadata: { name, namespace: 'team-a', labels: { run: claims[name] } }
  });
  const api = {
    get: (_: unknown, { name }: { name: string }) =>
      name in claims
        ? Promise.resolve(object(name))
        : Promise.reject(new ProblemError(problem('object-missing', { object: name }))),
    list: (_: unknown, { labels }: { labels: string }) =>
      Promise.resolve(
        Object.keys(claims)
          .filter(name => labels === `jupyterlab-kubeflow.io/run=${claims[name] ?? ''}`)
          .map(object)
      ),
    delete: (_: unknown, { name }: { name: string }) => {
      deleted.push(name);
      return Promise.resolve();
    }
  } as unknown as ClusterApi;
  return { api, deleted };
}

describe('volumes that a run has made', () => {
  it('are mounted by its repetition, and made again when they are gone', async () => {
    const { api } = namespaceWith({ out: 'digits-1' });
    const volumes = [volume('out'), volume('gone')];
    const plan = makeClusterPlan(inputWith({ cluster: { volumes } }));
    const again = await repeatable(api, 'team-a', plan);
    expect(again.cluster?.workload.volumes).toEqual([
      { kind: 'existing', claim: 'out', path: '/out', readOnly: true },
      volume('gone')
    ]);
  });

  it('go with it when that is asked for, and no others', async () => {
    const { api, deleted } = namespaceWith({ out: 'digits-1', other: 'digits-2' });
    await removeClaims(api, 'team-a', 'digits-1');
    expect(deleted).toEqual(['out']);
  });
});
