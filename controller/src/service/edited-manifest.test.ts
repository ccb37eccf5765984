import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  patchedFields,
  type Check,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { inputWith } from '../core/plan/testing.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { plannerFor, ScriptedCluster } from './testing.js';
import type { Planned } from './services.js';

const REF = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;

function scene() {
  const cluster = new ScriptedCluster({
    'read /apis': () => ({
      groups: [{ name: 'kubeflow.org', versions: [{ version: 'v1' }] }]
    }),
    'read /apis/kubeflow.org/v1': () => ({ resources: [{ name: 'pytorchjobs' }] }),
    'create PyTorchJob': () => ({}),
    'create Pod': () => ({})
  });
  const planner = plannerFor(cluster);
  const plan = (settings: Partial<Settings> = {}): Promise<PlanForCluster> =>
    planner.plan(inputWith({ ranks: 2, ...settings }), REF, {});
  return { cluster, planner, plan };
}

/** A plan of which only the objects are looked at. */
const planned = (plan: PlanForCluster): Planned => ({
  plan,
  bundle: {
    digest: plan.bundle.digest,
    files: [],
    entry: plan.bundle.entry,
    requirements: []
  }
});

const failing = (checks: readonly Check[]): (string | undefined)[] =>
  checks.flatMap(check => (check.outcome === 'failed' ? [check.problem?.code] : []));

describe('a plan whose manifest is edited', () => {
  it('is tried with what was changed in the manifest, which every run then has', async () => {
    const { plan, planner, cluster } = scene();
    const first = await plan();
    const shown = await planner.workload(planned(first));
    const text = stringify(shown).replace(
      'cleanPodPolicy: Running',
      'cleanPodPolicy: All'
    );
    const patch = await planner.edited(planned(first), text);
    expect(patchedFields(patch)).toEqual(['spec.runPolicy.cleanPodPolicy']);
    await plan({ patch });
    expect(cluster.created.findLast(({ kind }) => kind === 'PyTorchJob')).toMatchObject(
      {
        spec: { runPolicy: { cleanPodPolicy: 'All' } }
      }
    );
  });

  it('is edited anew from the plan’s manifest, whatever was changed before', async () => {
    const { plan, planner } = scene();
    const patch = [
      { op: 'replace', path: '/spec/runPolicy/suspend', value: true }
    ] as const;
    const customised = await plan({ patch: [...patch] });
    const text = stringify(await planner.workload(planned(customised)));
    expect(text).toContain('suspend: true');
    expect(await planner.edited(planned(customised), text)).toEqual(patch);
    const back = text.replace('suspend: true', 'suspend: false');
    expect(await planner.edited(planned(customised), back)).toEqual([]);
  });

  it('that no longer fits what was changed in it fails, and says where', async () => {
    const { plan } = scene();
    const path = '/spec/pytorchReplicaSpecs/Master/nothing';
    const { checks } = await plan({ patch: [{ op: 'remove', path }] });
    expect(failing(checks)).toEqual(['patch-misfit']);
  });

  it('keeps no patch with a secret in it', async () => {
    const value = { name: 'API_TOKEN', value: 'hunter2' };
    const path = '/spec/pytorchReplicaSpecs/Master/template/spec/containers/0/env/-';
    const made = await scene().plan({ patch: [{ op: 'add', path, value }] });
    expect(failing(made.checks)).toContain('cluster-env-secret');
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });
});

describe('the objects of a run', () => {
  it('say from whom they are, and of which commit', async () => {
    const { plan, planner } = scene();
    const made = await plan();
    const of = { ...made, source: { ...made.source, commit: 'c0ffee' } };
    const objects = await planner.manifests(planned(of), 'digits-x7k2m', {
      origin: { parent: 'digits-aaaaa' }
    });
    for (const { metadata } of objects) {
      expect(metadata.annotations).toMatchObject({
        'jupyterlab-kubeflow.io/user': 'ada',
        'jupyterlab-kubeflow.io/commit': 'c0ffee',
        'jupyterlab-kubeflow.io/parent': 'digits-aaaaa'
      });
    }
  });
});
