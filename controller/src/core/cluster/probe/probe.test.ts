import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers } from '../../plan/testing.js';
import { BUILT_IN_IMAGES } from '../catalogue.js';
import { known, unknown } from './answer.js';
import { groupsOf, kindOpenApi, kindsOf, serves, versionOf } from './discovery.js';
import { gpusOf, nodeOf } from './nodes.js';
import { probeOf, type Answers } from './probe.js';
import { publishedOf } from './published.js';
import { quantityOf } from './quantity.js';
import { quotaUses, shortages } from './quotas.js';
import { WORKLOADS } from '../workloads.js';
import { bytesQuantity, cpuQuantity } from '../../kubernetes/quantity.js';

const named = (name: string) => ({ metadata: { name } });

describe('quantities', () => {
  it.each([
    ['0', 0],
    ['500m', 0.5],
    ['2', 2],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['4Gi', 4 * 2 ** 30],
    ['1k', 1000],
    ['100n', 1e-7],
    [3, 3],
    ['', undefined],
    ['4gb', undefined],
    ['Gi', undefined],
    [null, undefined]
  ])('%j are %j', (text, expected) => {
    const amount = quantityOf(text);
    if (expected === undefined) expect(amount).toBeUndefined();
    else expect(amount).toBeCloseTo(expected, 12);
  });

  it('are read as they are written, and nothing else throws', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), bytes => {
        expect(quantityOf(bytesQuantity(bytes))).toBe(bytes);
        expect(quantityOf(cpuQuantity(bytes / 1000))).toBeCloseTo(bytes / 1000, 3);
      })
    );
    fc.assert(
      fc.property(fc.string(), text => {
        quantityOf(text);
      })
    );
  });
});

describe('API discovery', () => {
  const groups = groupsOf({
    groups: [
      {
        name: 'kubeflow.org',
        preferredVersion: { version: 'v2beta1' },
        versions: [{ version: 'v2beta1' }, { version: 'v1' }]
      },
      { versions: [] }
    ]
  });

  it('tells which groups are served in our version', () => {
    expect(serves(groups, WORKLOADS.PyTorchJob)).toBe(true);
    expect(serves(groups, WORKLOADS.TrainJob)).toBe(false);
    expect(groups.get('kubeflow.org')).toEqual(['v2beta1', 'v1']);
  });

  it('tells which kinds there are', () => {
    expect(kindsOf(new Set(['tfjobs', 'tfjobs/status']))).toEqual(['Job', 'TFJob']);
  });

  it.each([
    [{ gitVersion: 'v1.36.3', minor: '36' }, 36],
    [{ gitVersion: 'v1.29.4-gke.100', minor: '29+' }, 29],
    [{ minor: '30+' }, 30],
    [{}, 0]
  ])('tells the version of %j', (answer, minor) => {
    expect(versionOf(answer).minor).toBe(minor);
  });

  it('finds the schema of TrainJob among others', () => {
    const kind = (name: string, group: string) => ({
      'x-kubernetes-group-version-kind': [{ kind: name, group, version: 'v1alpha1' }]
    });
    const wanted = kind('TrainJob', 'trainer.kubeflow.org');
    const schemas = { a: kind('TrainJob', 'other'), b: {}, c: wanted };
    expect(kindOpenApi({ components: { schemas } }, 'TrainJob')).toBe(wanted);
    expect(kindOpenApi({}, 'TrainJob')).toBeUndefined();
  });
});

describe('nodes', () => {
  const node = nodeOf({
    metadata: { labels: { 'nvidia.com/gpu.product': 'A100', zone: 'a' } },
    status: {
      allocatable: {
        cpu: '7900m',
        memory: '30Gi',
        pods: '110',
        'nvidia.com/gpu': '4',
        'hugepages-2Mi': '0',
        'attachable-volumes-aws-ebs': '39',
        'amd.com/gpu': '0'
      }
    }
  });

  it('offer cores, memory and devices', () => {
    expect(node).toMatchObject({ cpu: 7.9, memoryBytes: 30 * 2 ** 30 });
    expect(node.devices).toEqual({ 'nvidia.com/gpu': 4 });
  });

  it('offer GPUs of types', () => {
    const { name, cpu, memoryBytes } = node;
    const devices = { 'nvidia.com/gpu': 1 };
    const plain = { name, cpu, memoryBytes, labels: {}, devices };
    expect(gpusOf([plain, node])).toEqual([
      {
        resource: 'nvidia.com/gpu',
        perNode: 4,
        types: [{ label: 'nvidia.com/gpu.product', value: 'A100' }]
      }
    ]);
  });
});

describe('quotas', () => {
  it('count only when they are for every pod', () => {
    const status = { hard: { pods: '5' }, used: { pods: '2' } };
    const scoped = { ...named('best'), spec: { scopes: ['BestEffort'] }, status };
    expect(quotaUses([{ ...named('all'), status }, scoped])).toEqual([
      { quota: 'all', resource: 'pods', used: '2', hard: '5' }
    ]);
  });

  it('are short exactly when more is wanted than is left', () => {
    const amount = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(amount, amount, amount, (hard, used, wanted) => {
        const use = {
          ...{ quota: 'q', resource: 'requests.cpu' },
          hard: `${String(hard)}m`,
          used: `${String(used)}m`
        };
        const short = shortages([use], { 'requests.cpu': wanted / 1000 });
        expect(short.length).toBe(Number(wanted > 0 && wanted > hard - used));
      })
    );
  });
});

describe('facts outside the namespace', () => {
  const facts = {
    nodes: { items: [{ metadata: {}, status: { allocatable: { cpu: '8' } } }] },
    storageClasses: [named('fast')],
    clusterTrainingRuntimes: [named('torch')],
    podSecurity: 'restricted'
  };
  const published = publishedOf({ data: { 'facts.json': JSON.stringify(facts) } });
  const unread: Partial<Answers> = {
    nodes: unknown(),
    storageClasses: unknown(),
    clusterRuntimes: unknown()
  };

  it('are read, where that is allowed', () => {
    const nodes = known([{ metadata: {}, status: { allocatable: { cpu: '4' } } }]);
    const probe = probeOf(
      answers({ published, nodes, storageClasses: known([named('slow')]) })
    );
    expect(probe.nodes).toMatchObject({ known: true, value: [{ cpu: 4 }] });
    expect(probe.choices.storageClasses).toEqual(['slow']);
  });

  it('are those an administrator has published, where it is not', () => {
    const probe = probeOf(answers({ ...unread, published }));
    expect(probe.nodes).toMatchObject({ known: true, value: [{ cpu: 8 }] });
    expect(probe.choices.storageClasses).toEqual(['fast']);
    expect(probe.runtimes).toEqual([{ name: 'torch', kind: 'ClusterTrainingRuntime' }]);
    expect(probe.podSecurity).toEqual(known('restricted'));
  });

  it('are unknown, where nobody has', () => {
    const probe = probeOf(answers({ ...unread, namespace: unknown() }));
    expect([probe.nodes.known, probe.storageClasses.known]).toEqual([false, false]);
    expect(probe.choices).toMatchObject({ gpus: [], storageClasses: [], runtimes: [] });
  });

  it.each(['', 'no JSON', '[]', '{"nodes": 3}'])('are unknown of %j', text => {
    const { nodes } = publishedOf({ data: { 'facts.json': text } });
    expect(nodes.known).toBe(false);
  });

  it('come with the label of the namespace before what is published', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
    const namespace = known({ metadata: { name: 'team-a', labels } });
    const { podSecurity } = probeOf(answers({ published, namespace }));
    expect(podSecurity).toEqual(known('baseline'));
  });
});

describe('a probe', () => {
  it('knows sidecars from 1.29 on, and takes no chance with an unknown version', () => {
    const sidecars = (gitVersion: string) =>
      probeOf(answers({ version: known({ gitVersion }) })).manifests.nativeSidecars;
    expect([sidecars('v1.28.9'), sidecars('v1.29.0')]).toEqual([false, true]);
    expect(probeOf(answers({ version: unknown() })).manifests).toEqual({
      nativeSidecars: false
    });
  });

  it('offers kinds that are there and not forbidden', () => {
    const rights = new Map([['create tfjobs.kubeflow.org', known(false)]]);
    const plurals = known(new Set(['pytorchjobs', 'tfjobs']));
    expect(probeOf(answers({ rights, plurals })).choices.kinds).toEqual([
      'Job',
      'PyTorchJob'
    ]);
  });

  it('offers the built-in images where nobody lists others', () => {
    expect(probeOf(answers()).images).toBe(BUILT_IN_IMAGES);
  });
});
