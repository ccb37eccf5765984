import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageVolumeObstacle, type ImageVolumeFacts } from './image-volumes.js';
import { known, unknown } from './probe/answer.js';
import type { NodeFacts } from './probe/nodes.js';

const node = (
  runtime?: string,
  kubelet?: string,
  labels: NodeFacts['labels'] = {}
): NodeFacts => ({
  ...{ name: 'n1', cpu: 1, memoryBytes: 1, devices: {}, labels },
  ...(runtime === undefined ? {} : { runtime }),
  ...(kubelet === undefined ? {} : { kubelet })
});
const YOUNG = node('containerd://2.1.0', 'v1.35.0');
const OLD = node('containerd://1.6.20~ds1', 'v1.36.3');

const facts = (changes: Partial<ImageVolumeFacts> = {}): ImageVolumeFacts => ({
  version: 'v1.36.3',
  nodes: known([YOUNG]),
  kinds: { Job: true, PyTorchJob: true, TFJob: false },
  ...changes
});
const what = (
  changes: Partial<ImageVolumeFacts>,
  workload: Partial<Parameters<typeof imageVolumeObstacle>[0]> = {}
) =>
  imageVolumeObstacle({ kind: 'Job', nodeSelector: {}, ...workload }, facts(changes))
    ?.what;

describe('image volumes', () => {
  it.each<[string, Partial<ImageVolumeFacts>, string | undefined]>([
    ['a server, nodes and a runtime that are young', {}, undefined],
    ['a server of 1.34', { version: 'v1.34.9' }, 'server'],
    ['a server of 1.35 with a suffix', { version: 'v1.35.1-gke.9' }, undefined],
    ['a server that does not say', { version: '' }, 'unknown'],
    ['no right to list nodes', { nodes: unknown() }, 'unknown'],
    ['no nodes yet', { nodes: known([]) }, 'unknown'],
    ['an old containerd', { nodes: known([OLD]) }, 'node'],
    ['one old containerd among young', { nodes: known([YOUNG, OLD]) }, 'node'],
    [
      'an old kubelet',
      { nodes: known([node('containerd://2.2.9', 'v1.34.0')]) },
      'node'
    ],
    ['a young CRI-O', { nodes: known([node('cri-o://1.35.0', 'v1.35.0')]) }, undefined],
    [
      'a runtime nobody knows',
      { nodes: known([node('docker://29', 'v1.36.0')]) },
      'unknown'
    ],
    ['a node that says nothing', { nodes: known([node()]) }, 'unknown']
  ])('with %s', (_, changes, expected) => {
    expect(what(changes)).toBe(expected);
  });

  it('are asked of the nodes that the selector leaves', () => {
    const young = { ...YOUNG, labels: { pool: 'new' } };
    const nodes = known([OLD, young]);
    expect(what({ nodes }, { nodeSelector: { pool: 'new' } })).toBeUndefined();
    expect(what({ nodes }, { nodeSelector: { pool: 'none' } })).toBe('unknown');
  });

  it.each([
    ['PyTorchJob', undefined],
    ['TFJob', 'kind'],
    ['TrainJob', 'unknown']
  ] as const)('of a %s depend on what its schema says', (kind, expected) => {
    expect(what({}, { kind })).toBe(expected);
  });

  it('name the node and what it runs', () => {
    expect(
      imageVolumeObstacle(
        { kind: 'Job', nodeSelector: {} },
        facts({ nodes: known([OLD]) })
      )
    ).toEqual({
      ...{ what: 'node', node: 'n1' },
      ...{ runtime: 'containerd://1.6.20~ds1', kubelet: 'v1.36.3' }
    });
  });

  it('are not given up by a later version', () => {
    const part = fc.integer({ min: 0, max: 60 });
    const version = fc.tuple(part, part);
    const able = ([major, minor]: readonly [number, number]): boolean =>
      what({
        nodes: known([
          node(`containerd://${String(major)}.${String(minor)}.0`, 'v1.36.0')
        ])
      }) === undefined;
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [first, later] = [a, b].sort(([x, y], [u, v]) => x - u || y - v);
        if (first && later && able(first)) expect(able(later)).toBe(true);
      })
    );
    expect([able([2, 0]), able([2, 1]), able([10, 0])]).toEqual([false, true, true]);
  });

  it('are never sure where a node does not say what it is', () => {
    const some = fc.constantFrom(YOUNG, OLD, node());
    fc.assert(
      fc.property(fc.array(some), nodes => {
        const sure = nodes.length > 0 && nodes.every(each => each === YOUNG);
        expect(what({ nodes: known(nodes) }) === undefined).toBe(sure);
      })
    );
  });
});
