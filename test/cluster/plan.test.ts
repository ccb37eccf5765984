/** Plans for a real cluster: what it would refuse is told, and what it is given it takes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Plan, WorkloadKind, type Check } from '@jupyterlab-kubeflow/protocol';
import { torchRuntime } from '../../dev/src/addons/trainer.js';
import { Bench } from '../local/jkf.js';
import type { Ended } from '../local/command.js';
import { mustCluster, must, run } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';

const UP_MS = 5 * 60_000;

/** Small enough for every node. */
const SMALL = ['--cpu', '100m', '--memory', '64MiB', '--shm', '16MiB'];

const TORCH = 'import torch\nprint(torch.__version__)\n';

interface Config {
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
}

describe.skipIf(noCluster !== '')(`plans for a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('plans') : (undefined as never);
  const bench = new Bench();
  let context = '';
  let file = '';

  /** `jkf plan` for the namespace, as whoever the kubeconfig says. */
  const jkf = (
    args: readonly string[],
    kubeconfig = place.status.kubeconfig
  ): Promise<Ended> => {
    const target = ['--target', `${context}/${place.namespace}`];
    const line = ['plan', file, ...target, ...SMALL, ...args];
    return bench.start(line, { KUBECONFIG: kubeconfig }).ended;
  };

  const plan = async (args: readonly string[], kubeconfig?: string): Promise<Plan> => {
    const { stdout, stderr } = await jkf([...args, '-o', 'json'], kubeconfig);
    if (stdout === '') throw new Error(stderr);
    return Plan.parse(JSON.parse(stdout));
  };

  const config = async (): Promise<Config> =>
    JSON.parse(await place.must('config', 'view', '--raw', '-o', 'json')) as Config;

  /** A kubeconfig for somebody else, or somewhere else. */
  const changed = async (name: string, change: (from: Config) => object) => {
    const from = await config();
    const path = join(bench.folder, name);
    writeFileSync(path, JSON.stringify({ ...from, ...change(from) }));
    return path;
  };

  beforeAll(async () => {
    await mustCluster(place.status.name, 'up', '--with', 'trainer');
    await place.make();
    await place.mustApply(torchRuntime('plans-torch', 'registry.example/torch:1'));
    context = (await config()).contexts[0]?.name ?? '';
    file = bench.file('train.py', TORCH);
  }, UP_MS);
  afterAll(async () => {
    await place.kubectl('delete', 'clustertrainingruntime', 'plans-torch');
    await place.remove();
    bench.dispose();
  });

  const problems = ({ checks }: Plan, outcome: Check['outcome'] = 'failed') =>
    checks.flatMap(check => (check.outcome === outcome ? (check.problem ?? []) : []));

  it('can run, know the place, and leave nothing behind', async () => {
    const made = await plan(['--ranks', '3']);
    expect(problems(made)).toEqual([]);
    expect(made.workload.kind).toBe('PyTorchJob');
    const names = made.checks.map(({ name, outcome }) => `${name} ${outcome}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'cluster ok',
        'access ok',
        'nodes ok',
        'dry run ok',
        'pods ok'
      ])
    );
    const left = 'pods,jobs,pytorchjobs,configmaps,services';
    const found = await place.must('get', left, '-o', 'name');
    expect(found.trim()).toBe('configmap/kube-root-ca.crt');
  });

  it.each(WorkloadKind.options)('give a %s that kubectl applies', async kind => {
    const options = ['--kind', kind, '--ranks', '2', '--label', 'team=ml'];
    const frame = ['--framework', kind === 'TFJob' ? 'tensorflow' : 'torch'];
    const runtime = kind === 'TrainJob' ? ['--runtime', 'plans-torch'] : [];
    const { stdout, stderr, code } = await jkf([
      ...[...options, ...frame, ...runtime],
      '--manifests'
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const { kubeconfig, kubectl } = place.status;
    const applied = await must(
      kubectl,
      [`--kubeconfig=${kubeconfig}`, 'apply', '--dry-run=server', '-f', '-'],
      { input: stdout }
    );
    expect(applied.toLowerCase()).toContain(`${kind.toLowerCase()}.`);
    expect(applied).not.toContain('unchanged');
  });

  it('are exported as a folder that kustomize reads', async () => {
    const folder = join(bench.folder, 'exported');
    expect((await jkf(['--export', folder])).code).toBe(0);
    const { kubeconfig, kubectl } = place.status;
    const flags = ['--server-side', '--dry-run=server', '-k', folder];
    const line = [`--kubeconfig=${kubeconfig}`, 'apply', ...flags];
    const { code, stdout, stderr } = await run(kubectl, line);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('-bundle serverside-applied');
  });

  it('say with numbers what a quota leaves', async () => {
    const spec = { hard: { 'requests.cpu': '500m', pods: '10' } };
    const metadata = { name: 'compute' };
    await place.mustApply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec });
    await place.until([
      'get',
      'quota',
      'compute',
      '-o',
      'jsonpath={.status.hard.pods}'
    ]);
    await expect
      .poll(async () => problems(await plan(['--ranks', '3']))[0]?.params, {
        timeout: 20_000
      })
      .toMatchObject({ quota: 'compute', needed: '0.6', hard: '500m' });
    expect(problems(await plan([]))).toEqual([]);
    // A pod that is too large by itself is also refused by the server.
    const large = await plan(['--ranks', '1', '--cpu', '600m']);
    expect(problems(large).map(({ code }) => code)).toEqual(['quota-short']);
    await place.must('delete', 'quota', 'compute');
  });

  it('say what limits and Pod Security refuse, which only pods meet', async () => {
    const limits = [{ type: 'Container', max: { memory: '32Mi' } }];
    const metadata = { name: 'small' };
    const kind = 'LimitRange';
    await place.mustApply({ apiVersion: 'v1', kind, metadata, spec: { limits } });
    const [limited] = problems(await plan(['--kind', 'Job']));
    expect(limited?.sentence).toMatch(/maximum memory usage per Container is 32Mi/);
    await place.must('delete', 'limitrange', 'small');
    const label = 'pod-security.kubernetes.io/enforce';
    const labelled = ['label', 'namespace', place.namespace];
    await place.must(...labelled, `${label}=restricted`);
    // The training operator’s own container in the pods of workers has no security context.
    const [refused] = problems(await plan(['--ranks', '2']));
    expect(refused?.sentence).toMatch(
      /violates PodSecurity "restricted:latest".*init-pytorch/
    );
    expect(problems(await plan(['--kind', 'Job', '--ranks', '2']))).toEqual([]);
    await place.must(...labelled, `${label}-`);
  });

  it('say what is not there', async () => {
    const made = await plan([
      ...['--volume', 'lost:/data', '--gpus', '99', '--priority-class', 'lost']
    ]);
    expect(problems(made).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['claim-missing', 'gpu-not-there', 'admission-denied'])
    );
  });

  it('are plans for who has the Role and nothing else, in one namespace only', async () => {
    await must(place.status.kubectl, [
      ...[`--kubeconfig=${place.status.kubeconfig}`, '-n', place.namespace],
      ...['apply', '-k', 'manifests/user']
    ]);
    await place.must('create', 'serviceaccount', 'ada');
    const role = 'jupyterlab-kubeflow-user';
    const account = `--serviceaccount=${place.namespace}:ada`;
    await place.must('create', 'rolebinding', 'ada', `--role=${role}`, account);
    const token = (await place.must('create', 'token', 'ada')).trim();
    const kubeconfig = await changed('ada', ({ contexts }) => ({
      users: [{ name: 'ada', user: { token } }],
      contexts: contexts.map(({ name, context: old }) => ({
        name,
        context: { ...old, user: 'ada' }
      }))
    }));
    const made = await plan(['--ranks', '2', '--gpus', '1'], kubeconfig);
    expect(problems(made)).toEqual([]);
    // Nodes are outside the namespace: unknown, and no obstacle.
    const nodes = made.checks.find(({ name }) => name === 'nodes');
    expect(nodes?.outcome).toBe('unknown');
    expect(problems(made, 'warning').map(({ code }) => code)).not.toContain(
      'cluster-forbidden'
    );
    const elsewhere = ['--target', `${context}/default`];
    const other = await plan([...elsewhere], kubeconfig);
    expect(problems(other)[0]).toMatchObject({
      code: 'cluster-forbidden',
      params: { verb: 'create', namespace: 'default' }
    });
  });

  it('are plans still where there is no namespace, no cluster, or no trust', async () => {
    const lost = await plan(['--target', `${context}/no-such`]);
    expect(problems(lost).map(({ code }) => code)).toEqual(['namespace-missing']);
    const away = await changed('away', () => ({
      clusters: [{ name: context, cluster: { server: 'https://127.0.0.1:1' } }]
    }));
    expect(problems(await plan([], away)).map(({ code }) => code)).toEqual([
      'cluster-unreachable'
    ]);
    const stale = await changed('stale', ({ contexts }) => ({
      users: [{ name: 'old', user: { token: 'old' } }],
      contexts: contexts.map(({ name, context: old }) => ({
        name,
        context: { ...old, user: 'old' }
      }))
    }));
    expect(problems(await plan([], stale)).map(({ code }) => code)).toEqual([
      'credentials-refused'
    ]);
  });
});
