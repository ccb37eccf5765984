import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { manifestsFor } from './manifests.js';
import type { KubernetesObject } from './objects.js';
import { helpersOf, ownerOf, ownerPatch } from './owners.js';
import { fullWorkload, inputOf, workloadObject } from './testing.js';

const kindsOf = (objects: readonly KubernetesObject[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('the objects of a run', () => {
  it('are the record, then what the workload needs, then the workload', () => {
    const input = inputOf('Job', { workload: fullWorkload('Job', 3) });
    expect(kindsOf(manifestsFor(input))).toEqual([
      'ConfigMap digits-x7k2m-record',
      'ConfigMap digits-x7k2m-bundle',
      'PersistentVolumeClaim out',
      'Service digits-x7k2m',
      'Job digits-x7k2m'
    ]);
  });

  it('have no bundle when the image has it, and no Service for one rank', () => {
    const input = inputOf('Job', {
      workload: { ...fullWorkload('Job', 1), volumes: [] },
      delivery: { kind: 'image', folder: '/opt/jkf' }
    });
    expect(kindsOf(manifestsFor(input))).toEqual([
      'ConfigMap digits-x7k2m-record',
      'Job digits-x7k2m'
    ]);
  });

  it('are all of the namespace and of the run, with the run’s own labels last', () => {
    const workload = {
      ...fullWorkload('PyTorchJob', 3),
      labels: { 'jupyterlab-kubeflow.io/run': 'another', mine: '1' }
    };
    const objects = manifestsFor(inputOf('PyTorchJob', { workload }));
    for (const { metadata } of objects) {
      expect(metadata.namespace).toBe('team-a');
      expect(metadata.labels).toMatchObject({
        'jupyterlab-kubeflow.io/run': 'digits-x7k2m',
        'jupyterlab-kubeflow.io/kind': 'PyTorchJob',
        'app.kubernetes.io/managed-by': 'jupyterlab-kubeflow'
      });
      expect(metadata.annotations).toMatchObject({
        'jupyterlab-kubeflow.io/notebook': 'work/digits.ipynb',
        'jupyterlab-kubeflow.io/bundle': 'sha256:ab',
        'jupyterlab-kubeflow.io/image': `registry.example/base@sha256:${'0'.repeat(64)}`,
        'jupyterlab-kubeflow.io/commit': 'c0ffee',
        'jupyterlab-kubeflow.io/user': 'Jörg <j@example.org>',
        'jupyterlab-kubeflow.io/parent': 'digits-aaaaa'
      });
    }
  });

  it('have in labels only what fits, whatever notebook and user are called', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 100 });
    const kinds = fc.constantFrom(...WorkloadKind.options);
    fc.assert(
      fc.property(kinds, texts, texts, (kind, user, commit) => {
        for (const { metadata } of manifestsFor(
          inputOf(kind, { origin: { user, commit } })
        )) {
          for (const label of Object.values(metadata.labels ?? {}))
            expect(label).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
        }
      }),
      { numRuns: 50 }
    );
  });

  it('are values: equal input gives equal manifests, and JSON keeps all of them', () => {
    for (const kind of WorkloadKind.options) {
      const workload = fullWorkload(kind, 3);
      const objects = manifestsFor(inputOf(kind, { workload }));
      expect(manifestsFor(inputOf(kind, { workload }))).toEqual(objects);
      expect(JSON.parse(JSON.stringify(objects))).toEqual(objects);
    }
  });

  it.each(['Digits', 'digits-', '1digits', '', 'a'.repeat(56), 'ziffern-ä'])(
    'are refused for a run called %j',
    id => {
      expect(() => manifestsFor(inputOf('Job', { id }))).toThrow(
        `${id} cannot be the id of a run.`
      );
    }
  );

  it('are refused when the plan does not fit into the record', () => {
    const input = inputOf('Job');
    const source = { ...input.plan.source, path: 'ä'.repeat(500_000) };
    const plan = { ...input.plan, source };
    expect(() => manifestsFor({ ...input, plan })).toThrow(
      'The plan of digits-x7k2m takes 978 KiB'
    );
  });
});

describe('the record', () => {
  it('holds the plan and the workload, and cannot be changed', () => {
    const input = inputOf('Job');
    const [record] = manifestsFor(input);
    expect(JSON.parse(record?.data?.['plan.json'] ?? '')).toEqual(input.plan);
    expect(JSON.parse(record?.data?.['workload.json'] ?? '')).toEqual(input.workload);
    expect(record?.immutable).toBe(true);
  });
});

describe('owners', () => {
  const input = inputOf('Job', { workload: fullWorkload('Job', 3) });

  it('own ConfigMaps and Services, but no claim: data outlives a run', () => {
    expect(kindsOf(helpersOf(manifestsFor(input)))).toEqual([
      'ConfigMap digits-x7k2m-record',
      'ConfigMap digits-x7k2m-bundle',
      'Service digits-x7k2m'
    ]);
  });

  it('are the workload as it was created', () => {
    const owner = ownerOf(workloadObject(input), 'uid-1');
    expect(ownerPatch(owner)).toEqual({
      metadata: {
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'Job', name: 'digits-x7k2m', uid: 'uid-1' }
        ]
      }
    });
  });
});
