import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorMountsImages } from './schema.js';
import { trainJobSchema } from './train-job-schema.js';
import { schemaOf as object, schemasOf as list, TEXT as text } from './testing.js';

const podOf = (...kinds: readonly string[]) =>
  object({ volumes: list(Object.fromEntries(kinds.map(kind => [kind, object({})]))) });

/** As a resource definition has a map of replicas. */
const operator = (field: string, pod: object) => {
  const replica = object({ template: object({ spec: pod }) });
  const replicas = { type: 'object', additionalProperties: replica };
  return object({ spec: object({ [field]: replicas }) });
};

describe('volumes that are images', () => {
  it.each([
    ['PyTorchJob', 'pytorchReplicaSpecs'],
    ['TFJob', 'tfReplicaSpecs']
  ] as const)(
    'are had by a %s whose pods are of a Kubernetes with them',
    (kind, field) => {
      const young = operator(field, podOf('configMap', 'image'));
      expect(operatorMountsImages(kind, young)).toBe(true);
      const old = operator(field, podOf('configMap', 'emptyDir'));
      expect(operatorMountsImages(kind, old)).toBe(false);
    }
  );

  it('are had by a TrainJob whose overrides have them', () => {
    const overrides = (...kinds: readonly string[]) => ({
      type: 'array',
      items: object({ targetJobs: text, spec: podOf(...kinds) })
    });
    const schema = (...kinds: readonly string[]) =>
      trainJobSchema(
        object({ spec: object({ podTemplateOverrides: overrides(...kinds) }) })
      );
    expect(schema('image')?.imageVolumes).toBe(true);
    expect(schema('secret')?.imageVolumes).toBe(false);
  });

  it('are not had by anything else, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), schema => {
        expect(operatorMountsImages('TFJob', schema)).toBe(false);
      })
    );
  });
});
