import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addonObjects, inCreationOrder } from './objects.js';

const kinds = fc.array(
  fc.constantFrom(
    'Namespace',
    'CustomResourceDefinition',
    'Deployment',
    'Secret',
    'ValidatingWebhookConfiguration'
  )
);

describe('objects of an add-on', () => {
  it('come after the namespaces and kinds they need, before what can refuse them', () => {
    fc.assert(
      fc.property(kinds, given => {
        const objects = given.map((kind, id) => ({ kind, id }));
        const ordered = inCreationOrder(objects) as typeof objects;
        const rank = (kind: string) =>
          ['Namespace', 'CustomResourceDefinition'].indexOf(kind) +
          (kind.endsWith('WebhookConfiguration') ? 10 : 0);
        const ranks = ordered.map(({ kind }) => (rank(kind) === -1 ? 5 : rank(kind)));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect([...ordered].sort((a, b) => a.id - b.id)).toEqual(objects);
      })
    );
  });

  it('are those of its manifests and its own', async () => {
    const content = {
      kustomizations: [{ resources: ['/a'] }, { resources: ['/b'] }],
      objects: [{ kind: 'Namespace' }],
      ready: []
    };
    const render = ({ resources }: { resources: readonly string[] }) =>
      Promise.resolve([{ kind: 'Deployment', from: resources[0] }]);
    expect(await addonObjects(content, render)).toEqual([
      { kind: 'Namespace' },
      { kind: 'Deployment', from: '/a' },
      { kind: 'Deployment', from: '/b' }
    ]);
  });
});
