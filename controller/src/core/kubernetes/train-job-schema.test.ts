import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainJobSchema } from './train-job-schema.js';
import { schemaOf as object, schemasOf as list, TEXT as text } from './testing.js';

const crd = (spec: Record<string, unknown>) => object({ spec: object(spec) });

describe('the schema of TrainJob', () => {
  it('of 2.0 has overrides of pods without metadata', () => {
    const containers = list({ name: text, env: text });
    const podSpecOverrides = list({ targetJobs: text, volumes: text, containers });
    expect(trainJobSchema(crd({ suspend: text, podSpecOverrides }))).toEqual({
      spec: ['suspend', 'podSpecOverrides'],
      overrides: 'podSpecOverrides',
      pod: ['targetJobs', 'volumes', 'containers'],
      container: ['name', 'env'],
      metadata: false,
      imageVolumes: false
    });
  });

  it('of 2.1 has overrides of templates', () => {
    const spec = object({ containers: list({ name: text }) });
    const podTemplateOverrides = list({ targetJobs: text, metadata: text, spec });
    expect(trainJobSchema(crd({ podTemplateOverrides }))).toMatchObject({
      overrides: 'podTemplateOverrides',
      pod: ['containers'],
      container: ['name'],
      metadata: true
    });
  });

  it('of 2.2 has patches of the runtime, which go before all else', () => {
    const spec = object({ containers: list({ name: text, securityContext: text }) });
    const template = object({ spec: object({ template: object({ spec }) }) });
    const replicatedJobs = list({ name: text, template });
    const trainingRuntimeSpec = object({
      template: object({ spec: object({ replicatedJobs }) })
    });
    const runtimePatches = list({ manager: text, trainingRuntimeSpec });
    const found = trainJobSchema(crd({ runtimePatches, podSpecOverrides: list({}) }));
    expect(found).toMatchObject({
      overrides: 'runtimePatches',
      pod: ['containers'],
      container: ['name', 'securityContext'],
      metadata: false
    });
  });

  it('is unknown for anything else, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), schema => {
        expect(trainJobSchema(schema)).toBeUndefined();
      })
    );
  });
});
