/** Manifests against the schemas of the APIs they are for, as Go's module cache has them. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { carries } from '../../controller/src/core/kubernetes/fields.js';
import type {
  ClusterFacts,
  ManifestInput
} from '../../controller/src/core/kubernetes/input.js';
import { manifestsFor } from '../../controller/src/core/kubernetes/manifests.js';
import {
  FRAMEWORK_OF,
  defaultWorkload,
  fullWorkload,
  inputOf,
  planOf
} from '../../controller/src/core/kubernetes/testing.js';
import { operatorMountsImages } from '../../controller/src/core/kubernetes/schema.js';
import { trainJobSchema } from '../../controller/src/core/kubernetes/train-job-schema.js';
import { builtIn, definedBy, goModule, violations, whyNot } from './support/openapi.js';

const KUBERNETES = goModule('k8s.io/kubernetes@v1.36.3/api/openapi-spec/v3');
const OPERATOR = goModule(
  'github.com/kubeflow/training-operator@v1.9.4/manifests/base/crds'
);
const trainer = (version: string) =>
  goModule(
    `github.com/kubeflow/trainer/v2@${version}/manifests/base/crds/trainer.kubeflow.org_trainjobs.yaml`
  );

/** Types of Kubernetes itself, by kind. */
const BUILT_IN: Readonly<Record<string, readonly [string, string]>> = {
  Job: ['apis__batch__v1_openapi.json', 'io.k8s.api.batch.v1.Job'],
  ConfigMap: ['api__v1_openapi.json', 'io.k8s.api.core.v1.ConfigMap'],
  Service: ['api__v1_openapi.json', 'io.k8s.api.core.v1.Service'],
  PersistentVolumeClaim: [
    'api__v1_openapi.json',
    'io.k8s.api.core.v1.PersistentVolumeClaim'
  ]
};

/**
 * With all defaults, with every field, without sidecar and with the bundle in the image,
 * and with the bundle in an image that is mounted.
 */
function inputs(
  kind: WorkloadKind,
  facts: Partial<ClusterFacts> = {}
): ManifestInput[] {
  const cluster = { ...inputOf(kind).cluster, ...facts };
  const plan = planOf(FRAMEWORK_OF[kind], 3);
  const image = { kind: 'image', folder: '/opt/jkf' } as const;
  const reference = `registry.example/runs@sha256:${'0'.repeat(64)}`;
  const mounted = { kind: 'image-volume', reference } as const;
  const mounts = kind !== 'TrainJob' || cluster.trainJob?.imageVolumes === true;
  return [
    inputOf(kind, { cluster, plan, workload: defaultWorkload(kind, 3) }),
    inputOf(kind, { cluster, plan, workload: fullWorkload(kind, 3) }),
    inputOf(kind, {
      ...{ plan, delivery: image, workload: fullWorkload(kind, 1) },
      cluster: { ...cluster, nativeSidecars: false }
    }),
    ...(mounts ? [inputOf(kind, { cluster, plan, delivery: mounted })] : [])
  ];
}

const objects = (kind: WorkloadKind) => inputs(kind).flatMap(manifestsFor);

describe('objects of Kubernetes', () => {
  it.skipIf(whyNot(KUBERNETES)).each(Object.entries(BUILT_IN))(
    `have the shape of %s${whyNot(KUBERNETES)}`,
    (kind, [file, type]) => {
      const api = builtIn(join(KUBERNETES, file), type);
      const found = objects('Job').filter(object => object.kind === kind);
      expect(found.length).toBeGreaterThan(0);
      for (const object of found) expect(violations(api, object)).toEqual([]);
    }
  );
});

describe('objects of training-operator', () => {
  it.skipIf(whyNot(OPERATOR)).each(['PyTorchJob', 'TFJob'] as const)(
    `have the shape of %s${whyNot(OPERATOR)}`,
    kind => {
      const file = `kubeflow.org_${kind.toLowerCase()}s.yaml`;
      const api = definedBy(join(OPERATOR, file));
      const found = objects(kind).filter(object => object.kind === kind);
      expect(found).toHaveLength(4);
      expect(operatorMountsImages(kind, api.schema)).toBe(true);
      for (const object of found) expect(violations(api, object)).toEqual([]);
    }
  );
});

/** Versions of Trainer, how each changes pods, and whether it can carry two young fields. */
const TRAINERS = [
  ['v2.0.1', 'podSpecOverrides', false, false],
  ['v2.1.0', 'podTemplateOverrides', true, false],
  ['v2.2.1', 'runtimePatches', true, true],
  ['v2.3.0', 'runtimePatches', true, true]
] as const;

describe('objects of Trainer', () => {
  for (const [version, overrides, secrets, deadline] of TRAINERS) {
    const missing = whyNot(trainer(version));
    it.skipIf(missing)(`have the shape of TrainJob in ${version}${missing}`, () => {
      const api = definedBy(trainer(version));
      const trainJob = trainJobSchema(api.schema);
      if (!trainJob) throw new Error('there is no way to change pods');
      expect(trainJob.overrides).toBe(overrides);
      expect(trainJob.imageVolumes).toBe(true);
      const facts = { nativeSidecars: true, trainJob };
      expect(carries('TrainJob', 'imagePullSecrets', facts)).toBe(secrets);
      expect(carries('TrainJob', 'deadlineSeconds', facts)).toBe(deadline);
      for (const input of inputs('TrainJob', { trainJob })) {
        const job = manifestsFor(input).at(-1);
        expect(job?.spec).toHaveProperty(overrides);
        expect(violations(api, job)).toEqual([]);
      }
    });
  }
});

describe('the comparison itself', () => {
  it.skipIf(whyNot(OPERATOR))(
    `finds what an API server would refuse${whyNot(OPERATOR)}`,
    () => {
      const api = definedBy(join(OPERATOR, 'kubeflow.org_pytorchjobs.yaml'));
      const job = { spec: { runPolicy: { suspend: 'no', backofLimit: 1 } } };
      expect(violations(api, job)).toEqual([
        '.spec: lacks pytorchReplicaSpecs',
        '.spec.runPolicy.suspend: not of type boolean: "no"',
        '.spec.runPolicy: unknown field backofLimit'
      ]);
    }
  );
});
