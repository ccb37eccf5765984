import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import {
  problem,
  ProblemError,
  type ManifestPatch,
  type Plan
} from '@jupyterlab-kubeflow/protocol';
import type { ClusterTarget } from '../core/cluster/target.js';
import { failed } from '../core/plan/checks.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith } from '../core/plan/testing.js';
import { manifestInput } from '../core/kubernetes/from-plan.js';
import { FILES } from '../core/kubernetes/testing.js';
import { manifestsFor } from '../core/kubernetes/manifests.js';
import type { ClusterApi, Clusters } from '../ports/cluster.js';
import type { Planned, Planner, PlanRequest, Services } from '../service/services.js';
import { runLine, scriptedServices } from './testing/cli.js';
import { RecordedProcess } from './testing/process.js';
import { ScriptedTarget } from './testing/target.js';

const target = (context: string, current = false): ClusterTarget => ({
  ...{ context, namespace: 'team-a', cluster: context, user: 'u' },
  ...{ server: `https://${context}`, userKind: 'token', current }
});

/** Contexts; those called `down` do not answer. */
function clustersOf(...names: string[]): Clusters {
  const read = (name: string): Promise<object> => {
    const params = { server: `https://${name}`, context: name, detail: 'refused' };
    return name === 'down'
      ? Promise.reject(new ProblemError(problem('cluster-unreachable', params)))
      : Promise.resolve({ gitVersion: 'v1.36.0' });
  };
  return {
    targets: () => Promise.resolve(names.map((name, i) => target(name, i === 0))),
    open: name => Promise.resolve({ read: () => read(name) } as unknown as ClusterApi),
    close: () => undefined
  };
}

function services(clusters: Clusters, checks: Plan['checks'] = []): Partial<Services> {
  const made = makeClusterPlan(inputWith({ ranks: 2, cluster: { queue: 'q' } }));
  const plan = { ...made, checks: [...checks] };
  const entry = plan.bundle.entry;
  const bundle = { digest: 'sha256:ab', files: [], entry, requirements: [] };
  const planned: Planned = { plan, bundle };
  return {
    ...scriptedServices(new ScriptedTarget([]), planned),
    places: {
      clusters: () => Promise.resolve(clusters),
      choices: () => Promise.reject(new Error('not in this test')),
      prepare: () => Promise.reject(new Error('not in this test')),
      packages: () => Promise.reject(new Error('not in this test')),
      workload: () => Promise.reject(new Error('not in this test')),
      edited: (_, text) =>
        Promise.resolve([{ op: 'add', path: '/spec/suspend', value: text }]),
      manifests: (_, id) =>
        Promise.resolve(
          manifestsFor(
            manifestInput({
              ...{ id, plan: made, origin: {}, cluster: { nativeSidecars: true } },
              delivery: { kind: 'inline', files: FILES }
            })
          )
        )
    }
  };
}

describe('jkf targets', () => {
  it('lists contexts, and contacts none', async () => {
    const { code, out } = await runLine('targets', services(clustersOf('dev', 'down')));
    expect(code).toBe(0);
    expect(out.split('\n').slice(1, 3)).toEqual([
      '*  dev      team-a     https://dev',
      '   down     team-a     https://down'
    ]);
  });

  it('with --check says which answer, and what to do about the others', async () => {
    const all = services(clustersOf('dev', 'down'));
    const { code, out, err } = await runLine('targets --check', all);
    expect(code).toBe(1);
    expect(out).toMatch(/dev .*answers, v1\.36\.0/);
    expect(out).toMatch(/down .*cluster-unreachable/);
    expect(err).toContain('Check the network or VPN');
  });

  it('says that there is none', async () => {
    const { code, out, err } = await runLine('targets', services(clustersOf()));
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('There is no context');
  });

  it('gives values to programs', async () => {
    const { out } = await runLine(
      'targets --check -o json',
      services(clustersOf('dev'))
    );
    expect(JSON.parse(out)).toMatchObject([{ context: 'dev', version: 'v1.36.0' }]);
  });
});

describe('jkf plan --target', () => {
  const dev = clustersOf('dev');

  it('shows where, image, workload, resources and delivery, with reasons', async () => {
    const { out } = await runLine('plan a.ipynb --target dev', services(dev));
    for (const text of [
      'dev, namespace team-a, Python 3.12',
      'quay.io/jupyter/pytorch-notebook:python-3.12',
      'PyTorchJob · queue q',
      'the code uses PyTorch, and the cluster has PyTorchJob',
      '2 cores · 4.0 GiB · 1.0 GiB of /dev/shm',
      'no retry · kept for 1 day',
      'In a ConfigMap, over the unchanged image'
    ]) {
      expect(out).toContain(text);
    }
    expect(out).not.toContain('This computer');
  });

  it('refuses a context that there is not', async () => {
    const { code, err } = await runLine('plan a.ipynb -t lost', services(dev));
    expect(code).toBe(2);
    expect(err).toContain('There is no context lost; there are: dev.');
  });

  it('--manifests prints every object', async () => {
    const line = 'plan a.ipynb -t dev --manifests';
    const { code, out } = await runLine(line, services(dev));
    expect(code).toBe(0);
    const objects = parseAllDocuments(out).map(one => one.toJS() as { kind: string });
    expect(objects.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'ConfigMap',
      'PyTorchJob'
    ]);
  });

  it('--manifests of a plan that cannot run prints what is wrong, and no object', async () => {
    const why = problem('workload-kind-absent', { kind: 'PyTorchJob' });
    const blocked = services(dev, [failed('workload', why)]);
    const { code, out, err } = await runLine(
      'plan a.ipynb -t dev --manifests',
      blocked
    );
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('The cluster has no PyTorchJob.');
  });

  it('takes what was changed in a file of its manifests, or as a patch', async () => {
    const process = new RecordedProcess();
    process.readable.set('/work/m.yaml', 'kind: Job');
    const asked: PlanRequest[] = [];
    const all = services(dev);
    const planner: Planner = {
      convert: () => Promise.reject(new Error('not in this test')),
      plan: request => {
        asked.push(request);
        return (all.planner as Planner).plan(request);
      }
    };
    const given = { ...all, planner };
    await runLine('plan a.ipynb -t dev --manifest m.yaml', given, process);
    const patch = '[{"op":"remove","path":"/spec/suspend"}]';
    await runLine(`plan a.ipynb -t dev --patch ${patch}`, given, process);
    expect(asked.map(({ settings }) => settings.patch)).toEqual([
      undefined,
      [{ op: 'add', path: '/spec/suspend', value: 'kind: Job' }],
      [{ op: 'remove', path: '/spec/suspend' }]
    ]);
  });

  it('says what is customised, and refuses what is no patch', async () => {
    const patch = '[{"op":"remove","path":"/spec/suspend"}]';
    const { plan, bundle } = await (services(dev).planner as Planner).plan({} as never);
    const cluster = { ...plan.cluster, patch: JSON.parse(patch) as ManifestPatch };
    const planned = { plan: { ...plan, cluster } as Plan, bundle };
    const changed = scriptedServices(new ScriptedTarget([]), planned);
    const { out } = await runLine('plan a.ipynb -t dev', {
      ...services(dev),
      planner: changed.planner
    });
    expect(out).toMatch(/Customised +spec\.suspend\n/);
    const wrong = await runLine('plan a.ipynb -t dev --patch {}', services(dev));
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('JSON Patch')]);
    const here = await runLine('plan a.ipynb --manifest m.yaml', services(dev));
    expect(here.err).toContain('--target');
  });

  it('--export writes a kustomize folder with the files of the bundle', async () => {
    const process = new RecordedProcess();
    const line = 'plan a.ipynb -t dev --export out';
    const { code, err } = await runLine(line, services(dev), process);
    expect(code).toBe(0);
    expect(err).toContain('kubectl apply --server-side -k out');
    const { written } = process;
    expect(written.get('/work/out/bundle/.jkf/digits.py')).toBe('print(1)\n');
    const kustomization = parse(written.get('/work/out/kustomization.yaml') ?? '') as {
      resources: string[];
      configMapGenerator: { files: string[] }[];
    };
    for (const path of kustomization.resources) {
      expect(written.has(`/work/out/${path}`), path).toBe(true);
    }
    for (const file of kustomization.configMapGenerator[0]?.files ?? []) {
      const path = file.slice(file.indexOf('=') + 1);
      expect(written.has(`/work/out/${path}`), path).toBe(true);
    }
  });
});
