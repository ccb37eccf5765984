import { describe, expect, it } from 'vitest';
import { problem, Plan, type Settings } from '@jupyterlab-kubeflow/protocol';
import { without } from '../kubernetes/testing.js';
import { isReady } from './checks.js';
import { makeClusterPlan, type ClusterPlanInput } from './cluster-plan.js';
import { codes, inputWith, objectsOf, requirement, rows } from './testing.js';

describe('a plan for a cluster', () => {
  it('is a plan, with all that was decided and why', () => {
    const plan = makeClusterPlan(inputWith({ ranks: 3 }));
    expect(Plan.parse(plan)).toEqual(plan);
    expect(plan.target).toEqual({
      kind: 'cluster',
      context: 'dev',
      namespace: 'team-a'
    });
    expect(plan.environment).toMatchObject({
      kind: 'image',
      image: 'quay.io/jupyter/pytorch-notebook:python-3.12',
      version: '3.12',
      reason: { code: 'image-same-python' }
    });
    expect(plan.workload).toEqual({
      kind: 'PyTorchJob',
      framework: 'torch',
      replicas: [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ]
    });
    expect(plan.cluster.delivery.kind).toBe('inline');
    expect(plan.reasons['cluster.workload.kind']?.code).toBe('workload-of-framework');
    expect(isReady(plan.checks)).toBe(true);
  });

  it('says nothing of this computer: neither its disk nor its CPUs', () => {
    const names = makeClusterPlan(inputWith({ ranks: 64 })).checks.map(
      ({ name }) => name
    );
    expect(names).not.toContain('disk');
    expect(names).not.toContain('gpu');
  });

  it('can be made for a cluster that cannot be asked, and says why it cannot run', () => {
    const place = problem('cluster-unreachable', {
      ...{ server: 'https://x', context: 'dev', detail: 'refused' }
    });
    const plan = makeClusterPlan(inputWith({}, { place }));
    expect(codes(plan.checks, 'failed')).toEqual(['cluster-unreachable']);
    expect(plan.workload.kind).toBe('PyTorchJob');
    expect(plan.reasons['cluster.workload.kind']?.code).toBe('workload-kind-unasked');
  });

  it('needs no kernel', () => {
    const plan = makeClusterPlan(without(inputWith(), 'kernelVersion'));
    expect(plan.environment.reason.code).toBe('image-of-catalogue');
    expect(isReady(plan.checks)).toBe(true);
  });

  it('refuses more pods than anybody wants, and roles that the kind has not', () => {
    const many = makeClusterPlan(inputWith({ ranks: 100_000 }));
    expect(codes(many.checks, 'failed')).toEqual(['cluster-ranks-invalid']);
    const replicas = [{ role: 'ps' as const, count: 1 }];
    const strange = makeClusterPlan(inputWith({ replicas }));
    expect(codes(strange.checks, 'failed')).toContain('workload-role-unsuitable');
  });

  it('holds no value that looks like a secret, and says where it belongs', () => {
    const input = inputWith({
      env: { API_TOKEN: 'hush' },
      cluster: { env: [{ from: 'value', name: 'DB_PASSWORD', value: 'hush' }] }
    });
    const plan = makeClusterPlan(input);
    expect(JSON.stringify(plan)).not.toContain('hush');
    expect(codes(plan.checks, 'failed')).toEqual([
      'cluster-env-secret',
      'cluster-env-secret'
    ]);
    expect(JSON.stringify(objectsOf(input))).not.toContain('hush');
  });
});

describe('its image', () => {
  const planOf = (
    settings: Partial<Settings>,
    changes: Partial<ClusterPlanInput> = {}
  ) => makeClusterPlan(inputWith(settings, changes));

  it('is the one that was chosen, then the notebook server’s, then the catalogue’s', () => {
    const own = { ownImage: 'registry.example/notebook:1' };
    expect(planOf({ image: 'mine:1' }, own).environment.image).toBe('mine:1');
    expect(planOf({}, own).environment).toMatchObject({
      image: 'registry.example/notebook:1',
      reason: { code: 'image-own' }
    });
  });

  it('is refused when no registry could have it', () => {
    const { checks } = planOf({ image: 'My Image' });
    expect(codes(checks, 'failed')).toEqual(['image-name-invalid']);
  });

  it('says which packages nobody knows to be in it', () => {
    const requirements = [requirement('numpy'), requirement('lightning')];
    const listed = planOf({}, { requirements }).checks;
    expect(listed.find(({ name }) => name === 'packages')).toMatchObject({
      outcome: 'warning',
      problem: { params: { packages: 'lightning' } }
    });
    const other = planOf({ image: 'mine:1' }, { requirements }).checks;
    expect(rows(other, 'packages')).toEqual(['unknown']);
  });

  it('of another Python is a warning', () => {
    const { checks, environment } = planOf({}, { kernelVersion: '3.8.1' });
    expect(environment.version).toBe('3.11');
    expect(rows(checks, 'image')).toEqual(['warning']);
  });

  it('must be able to execute whole notebooks when one is to be', () => {
    const { checks } = planOf({ image: 'mine:1' }, { mode: 'notebook' });
    expect(checks.find(({ name }) => name === 'packages')?.message.params).toEqual({
      packages: 'nbclient, ipykernel'
    });
  });
});
