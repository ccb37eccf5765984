import { describe, expect, it } from 'vitest';
import type { KubernetesObject, PodTemplate } from '../objects.js';
import { manifestsFor } from '../manifests.js';
import { defaultWorkload, inputOf, planOf, workloadObject } from '../testing.js';

const template = (object: KubernetesObject): PodTemplate =>
  object.spec?.['template'] as PodTemplate;

const INDEX = {
  valueFrom: {
    fieldRef: {
      fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']"
    }
  }
};

describe('a Job', () => {
  it('is indexed, has its ranks at once, and neither retries nor restarts', () => {
    const job = workloadObject(inputOf('Job'));
    expect(job.apiVersion).toBe('batch/v1');
    expect(job.spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 3,
      parallelism: 3,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 86_400,
      suspend: false
    });
    expect(job.spec).not.toHaveProperty('activeDeadlineSeconds');
    expect(template(job).spec.restartPolicy).toBe('Never');
  });

  it('lets ranks find the first one by a headless Service, before they are ready', () => {
    const input = inputOf('Job');
    const service = manifestsFor(input).find(({ kind }) => kind === 'Service');
    expect(service?.spec).toEqual({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { 'jupyterlab-kubeflow.io/run': 'digits-x7k2m' },
      ports: [{ name: 'meeting', port: 29500 }]
    });
    const { metadata, spec } = template(workloadObject(input));
    expect(spec.subdomain).toBe(service?.metadata.name);
    expect(metadata.labels).toMatchObject(service?.spec?.['selector'] as object);
    expect(spec.containers[0]?.env).toEqual(
      expect.arrayContaining([
        { name: 'MASTER_ADDR', value: 'digits-x7k2m-0.digits-x7k2m' },
        { name: 'MASTER_PORT', value: '29500' },
        { name: 'WORLD_SIZE', value: '3' },
        { name: 'RANK', ...INDEX }
      ])
    );
  });

  it('of one plain rank tells it nothing of others', () => {
    const workload = defaultWorkload('Job', 1);
    const { spec } = template(workloadObject(inputOf('Job', { workload })));
    expect(spec).not.toHaveProperty('subdomain');
    const names = spec.containers[0]?.env.map(({ name }) => name);
    expect(names).not.toContain('RANK');
  });

  it('of one torch rank lets it be a group of its own', () => {
    const input = inputOf('Job', {
      workload: defaultWorkload('Job', 1),
      plan: planOf('torch', 1)
    });
    expect(template(workloadObject(input)).spec.containers[0]?.env).toEqual(
      expect.arrayContaining([
        { name: 'MASTER_ADDR', value: 'localhost' },
        { name: 'WORLD_SIZE', value: '1' },
        { name: 'PET_MASTER_ADDR', value: 'localhost' },
        { name: 'PET_NNODES', value: '1' },
        { name: 'PET_NODE_RANK', ...INDEX }
      ])
    );
  });
});
