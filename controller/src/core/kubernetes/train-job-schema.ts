/**
 * What a cluster's TrainJob has. Trainer changed how a job changes its runtime's pods with
 * each of 2.0, 2.1 and 2.2, and what it may change: the schema of its resource definition
 * says it, and a version number would not.
 */
import type { TrainJobSchema } from './input.js';
import { below, fieldsOf, mountsImages } from './schema.js';

/** Ways to change pods, the newest first, and where in the schema the pods' spec is. */
const OVERRIDES: readonly {
  readonly field: TrainJobSchema['overrides'];
  /** Names of fields, from an item of the list to the template of the pods. */
  readonly template: readonly string[];
  /** Whether the template has the pods' spec, and perhaps metadata, as fields. */
  readonly nested: boolean;
}[] = [
  {
    field: 'runtimePatches',
    template: [
      ...['trainingRuntimeSpec', 'template', 'spec', 'replicatedJobs'],
      ...['template', 'spec', 'template']
    ],
    nested: true
  },
  { field: 'podTemplateOverrides', template: [], nested: true },
  { field: 'podSpecOverrides', template: [], nested: false }
];

/**
 * Reads `openAPIV3Schema` of `trainjobs.trainer.kubeflow.org`; gives nothing for one that
 * has none of the ways to change pods.
 */
export function trainJobSchema(openApi: unknown): TrainJobSchema | undefined {
  const spec = below(openApi, ['spec']);
  const way = OVERRIDES.find(({ field }) => field in fieldsOf(spec));
  if (!way) return undefined;
  const template = below(spec, [way.field, ...way.template]);
  const pod = way.nested ? below(template, ['spec']) : template;
  return {
    spec: Object.keys(fieldsOf(spec)),
    overrides: way.field,
    pod: Object.keys(fieldsOf(pod)),
    container: Object.keys(fieldsOf(below(pod, ['containers']))),
    metadata: way.nested && 'metadata' in fieldsOf(template),
    imageVolumes: mountsImages(pod)
  };
}
