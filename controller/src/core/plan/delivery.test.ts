import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  WorkloadKind,
  type DeliveryPlan,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import type { ImageVolumeObstacle } from '../cluster/image-volumes.js';
import type { KubeObject } from '../cluster/object.js';
import { known } from '../cluster/probe/answer.js';
import type { Answers } from '../cluster/probe/probe.js';
import { makeClusterPlan, type ClusterPlanInput } from './cluster-plan.js';
import { decideDelivery } from './delivery.js';
import { inputWith, probeWith, rows } from './testing.js';

const GIB = 1024 ** 3;

const nodeWith = (runtime: string) => ({
  metadata: { name: 'n1' },
  status: {
    nodeInfo: { containerRuntimeVersion: runtime, kubeletVersion: 'v1.36.3' }
  }
});

/** OpenAPI of a PyTorchJob whose pods may have images as volumes. */
function operatorApi(): KubeObject {
  const object = (properties: object) => ({ type: 'object', properties });
  const volumes = { type: 'array', items: object({ image: {} }) };
  const replica = object({ template: object({ spec: object({ volumes }) }) });
  const replicas = { type: 'object', additionalProperties: replica };
  const job = {
    ...object({ spec: object({ pytorchReplicaSpecs: replicas }) }),
    'x-kubernetes-group-version-kind': [{ kind: 'PyTorchJob', group: 'kubeflow.org' }]
  };
  return { components: { schemas: { job } } };
}

const MOUNTING: Partial<Answers> = {
  nodes: known([nodeWith('containerd://2.2.9')]),
  operator: known(operatorApi())
};

describe('the delivery', () => {
  const file = (size: number) => {
    const content = { kind: 'text', text: '' } as const;
    return { path: 'a.bin', mode: 0o644, sha256: 'ab', size, content };
  };
  const withSize = (
    size: number,
    settings: Partial<Settings> = {},
    push?: string
  ): ClusterPlanInput => {
    const access = { plainHttp: [], trusted: [] };
    const entry = { kind: 'script', path: 'a.py' } as const;
    const bundle = makeBundle(
      { files: [file(size)], entry, requirements: [] },
      () => 'ab'
    );
    return inputWith(settings, {
      bundle,
      ...(push === undefined ? {} : { registry: { push, access } })
    });
  };

  it.each<{
    readonly bundle: string;
    readonly size: number;
    readonly wanted?: DeliveryPlan['kind'];
    readonly place?: Partial<Answers>;
    readonly push?: string;
    readonly is: readonly [kind: string, why: string, outcome: string];
  }>([
    { bundle: 'fits', size: 1000, is: ['inline', 'delivery-inline', 'ok'] },
    {
      bundle: 'fits, with a registry',
      size: 1000,
      push: 'r/x',
      is: ['inline', 'delivery-inline', 'ok']
    },
    {
      bundle: 'is large, where nodes can mount images',
      size: GIB,
      push: 'r/x',
      place: MOUNTING,
      is: ['image-volume', 'delivery-image-volume', 'ok']
    },
    {
      bundle: 'is large, where nobody knows what nodes can',
      size: GIB,
      push: 'r/x',
      is: ['append', 'delivery-append-unknown', 'ok']
    },
    {
      bundle: 'is large, where a node is too old',
      size: GIB,
      push: 'r/x',
      place: { nodes: known([nodeWith('containerd://1.7.28')]) },
      is: ['append', 'delivery-append-node', 'ok']
    },
    {
      bundle: 'is large, where the server is too old',
      size: GIB,
      push: 'r/x',
      place: { ...MOUNTING, version: known({ gitVersion: 'v1.33.0' }) },
      is: ['append', 'delivery-append-server', 'ok']
    },
    {
      bundle: 'is large, of a kind that drops such volumes',
      size: GIB,
      push: 'r/x',
      place: { ...MOUNTING, operator: known({}) },
      is: ['append', 'delivery-append-kind', 'ok']
    },
    {
      bundle: 'is wanted mounted, and small',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      place: MOUNTING,
      is: ['image-volume', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted mounted, where nobody knows',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      is: ['image-volume', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted mounted, where a node is too old',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      place: { nodes: known([nodeWith('containerd://1.7.28')]) },
      is: ['image-volume', 'chosen', 'failed']
    },
    {
      bundle: 'is wanted mounted, without a registry',
      size: 1000,
      wanted: 'image-volume',
      place: MOUNTING,
      is: ['image-volume', 'chosen', 'failed']
    },
    {
      bundle: 'is large, without a registry',
      size: GIB,
      is: ['inline', 'delivery-inline', 'failed']
    },
    {
      bundle: 'is large, and wanted inline',
      size: GIB,
      wanted: 'inline',
      push: 'r/x',
      is: ['inline', 'chosen', 'failed']
    },
    {
      bundle: 'is wanted in an image',
      size: 1000,
      wanted: 'append',
      push: 'r/x',
      is: ['append', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted in an image, without a registry',
      size: 1000,
      wanted: 'append',
      is: ['append', 'chosen', 'failed']
    }
  ])('of a bundle that $bundle', ({ size, wanted, push, place = {}, is }) => {
    const settings = wanted === undefined ? {} : { delivery: wanted };
    const { cluster, checks } = makeClusterPlan({
      ...withSize(size, settings, push),
      place: probeWith(place)
    });
    const { kind, reason } = cluster.delivery;
    expect([kind, reason.code, ...rows(checks, 'delivery')]).toEqual(is);
    expect(cluster.delivery.push).toBe(kind === 'inline' ? undefined : push);
  });
});

describe('a delivery that is decided', () => {
  const obstacle: fc.Arbitrary<ImageVolumeObstacle | undefined> = fc.oneof(
    fc.constant(undefined),
    fc.constant({ what: 'unknown' } as const),
    fc.constant({ what: 'server', version: 'v1.30.0' } as const),
    fc.record({
      ...{ what: fc.constant('node' as const), node: fc.string() },
      ...{ runtime: fc.string(), kubelet: fc.string() }
    }),
    fc.record({
      what: fc.constant('kind' as const),
      kind: fc.constantFrom(...WorkloadKind.options)
    })
  );
  const facts = fc.record(
    { registry: fc.constant({ push: 'r/x' }), obstacle },
    { requiredKeys: [] }
  );
  interface Given {
    readonly registry?: { readonly push: string };
    readonly obstacle?: ImageVolumeObstacle | undefined;
  }
  const decided = (
    size: number,
    { registry, obstacle: against }: Given,
    wanted?: DeliveryPlan['kind']
  ) => {
    const content = { kind: 'text', text: '' } as const;
    return decideDelivery(
      wanted === undefined ? {} : { delivery: wanted },
      [{ path: 'a.bin', mode: 0o644, sha256: 'ab', size, content }],
      { ...(registry ? { registry } : {}), ...(against ? { obstacle: against } : {}) }
    );
  };

  it('is inline for what fits, whatever the cluster can', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 900_000 }), (given, size) => {
        const { delivery, problem } = decided(size, given);
        expect([delivery.kind, problem]).toEqual(['inline', undefined]);
      })
    );
  });

  it('is never mounted by itself where something stands against it', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: GIB }), (given, size) => {
        const { delivery } = decided(size, given);
        if (given.obstacle) expect(delivery.kind).not.toBe('image-volume');
      })
    );
  });

  it('has no problem by itself where there is a registry', () => {
    const registry = { push: 'r/x' };
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: GIB }), (given, size) => {
        expect(decided(size, { ...given, registry }).problem).toBeUndefined();
      })
    );
  });

  it('is what was wanted, and told when that cannot be', () => {
    const registry = { push: 'r/x' };
    fc.assert(
      fc.property(obstacle, against => {
        const given = { registry, obstacle: against };
        const { delivery, problem } = decided(10, given, 'image-volume');
        expect(delivery.kind).toBe('image-volume');
        const known = against !== undefined && against.what !== 'unknown';
        expect(problem?.code).toBe(known ? `image-volume-${against.what}` : undefined);
        expect(decided(10, given, 'append').problem).toBeUndefined();
      })
    );
  });
});
