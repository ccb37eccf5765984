/** Runs on a real cluster: mirrored as they are, whatever happens to us, to it and to them. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { KubernetesClusters } from '../../controller/src/adapters/kubernetes/clusters.js';
import { realTiming } from '../../controller/src/adapters/kubernetes/timing.js';
import { createRun } from '../../controller/src/adapters/cluster-runs/launch.js';
import type { KubernetesObject } from '../../controller/src/core/kubernetes/objects.js';
import type { ClusterApi } from '../../controller/src/ports/cluster.js';
import type { Command, Ended } from '../local/command.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor, countFaults, counting, NO_FAULTS, WAITING } from './support/runs.js';

const UP_MS = 5 * 60_000;
const LINES = 250;
const MEBIBYTE = 2 ** 20;
const COUNTING = counting(LINES);
/** Works for some seconds, and holds memory. */
const BUSY = `import time
held = bytearray(b"x") * 30_000_000
end = time.monotonic() + 6
while time.monotonic() < end:
    sum(range(10_000))
`;
const faults = (text: string): object => countFaults(LINES, text);

describe.skipIf(noCluster !== '')(`runs on a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('runs') : (undefined as never);
  const actor = new Actor(place);
  const { bench } = actor;
  const jkf = (...args: string[]): Command => actor.jkf(args);
  const must = (...args: string[]): Promise<Ended> => actor.must(...args);
  const options = (id: string, namespace?: string): string[] =>
    actor.options(id, namespace);
  const start = (id: string, program: string, ...more: string[]): Command =>
    actor.start(id, program, ...more);
  const logs = (id: string): Command => actor.logs(id);
  const shown = (id: string): Promise<Run> => actor.shown(id);

  beforeAll(async () => {
    await actor.begin();
  }, UP_MS);
  afterAll(async () => {
    await actor.end();
  });

  it('come to their end with all of their output and their metrics', async () => {
    const { code, stdout, stderr } = await start('whole', COUNTING, '--follow').ended;
    expect([code, faults(stdout)], stderr).toEqual([0, NO_FAULTS]);
    const run = await shown('whole');
    expect(run).toMatchObject({
      state: 'succeeded',
      kind: 'Job',
      metrics: { loss: 0.5 },
      target: { kind: 'cluster', context: actor.context, namespace: place.namespace }
    });
    expect(run.folder).toBeUndefined();
    expect(faults((await must('runs', 'logs', 'whole')).stdout)).toEqual(NO_FAULTS);
  });

  it('tell what their containers use, also when nobody looked meanwhile', async () => {
    await start('busy', BUSY, '-d').ended;
    // Nothing of ours runs until the pod has ended.
    await place.must('wait', '--for=condition=complete', 'job/busy', '--timeout=120s');
    await actor.until('busy', ({ state }) => state === 'succeeded');
    const { stdout } = await must('runs', 'usage', 'busy', '-o', 'json');
    const told = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<'cpu' | 'memoryBytes', number>);
    expect(told.length).toBeGreaterThan(2);
    const most = Math.max(...told.map(({ memoryBytes }) => memoryBytes));
    // Of the container, not of the node; it may use 80 MiB.
    expect(most).toBeGreaterThan(35 * MEBIBYTE);
    expect(most).toBeLessThan(80 * MEBIBYTE);
    const cpu = told.map(one => one.cpu);
    expect(Math.max(...cpu)).toBeGreaterThan(0.01);
    expect(Math.max(...cpu)).toBeLessThan(0.5);
    expect((await must('runs', 'usage', 'busy')).stderr).toContain(
      '0.05 cores, 80 MiB'
    );
  });

  it('give all of their output to who asks first after their end', async () => {
    await start('unseen', COUNTING, '-d').ended;
    const ended = ['--for=condition=complete', 'job/unseen', '--timeout=120s'];
    await place.must('wait', ...ended);
    const { stdout } = await must('runs', 'logs', 'unseen');
    expect(faults(stdout)).toEqual(NO_FAULTS);
  });

  it('are seen from another computer, and stay when their objects are gone', async () => {
    const far = {
      KUBECONFIG: place.status.kubeconfig,
      JKF_HOME: join(bench.folder, 'far')
    };
    const at = ['--target', `${actor.context}/${place.namespace}`];
    const listed = await bench.start(['runs', 'list', ...at], far).ended;
    expect(listed.stdout).toContain('whole');
    await place.must('delete', 'job', 'whole');
    await place.until(['wait', 'configmap/whole-record', '--for=delete']);
    expect((await shown('whole')).state).toBe('succeeded');
  });

  it('have ranks that find each other', async () => {
    const program =
      'import os\nprint("rank", os.environ["RANK"], "of", os.environ["WORLD_SIZE"])\n';
    const more = ['--framework', 'none', '--kind', 'Job', '--ranks', '2', '--follow'];
    const { code, stdout, stderr } = await start('pair', program, ...more).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('rank 0 of 2');
    expect(stdout).toContain('rank 1 of 2');
  });

  it('say the cell and the line in which they failed', async () => {
    const file = bench.notebook(
      'broken.ipynb',
      'a = 1',
      'b = 2\nraise ValueError("no")'
    );
    const { code, stderr } = await jkf('run', file, ...options('broken'), '--follow')
      .ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/cell 2 of \S*broken.ipynb, line 2, raised ValueError: no/);
  });

  it('are cancelled with their output kept', async () => {
    const run = start('stopped', WAITING, '--follow');
    await run.printed(/waiting/);
    await must('runs', 'cancel', 'stopped', '--wait');
    await run.ended;
    expect((await shown('stopped')).state).toBe('cancelled');
    expect((await must('runs', 'logs', 'stopped')).stdout).toContain('waiting');
    expect(
      await place.must('get', 'pods', '-l', 'job-name=stopped', '-o', 'name')
    ).toBe('');
    await must('runs', 'rm', 'stopped');
    const left = await place.must('get', 'jobs,configmaps', '-o', 'name');
    expect(left).not.toContain('stopped');
  });

  it('are suspended and begin anew', async () => {
    await start('paused', WAITING, '-d').ended;
    await logs('paused').printed(/waiting/);
    await must('runs', 'suspend', 'paused');
    await place.until(['wait', 'pod', '-l', 'job-name=paused', '--for=delete']);
    expect((await shown('paused')).state).toBe('suspended');
    await must('runs', 'resume', 'paused');
    const again = logs('paused');
    await again.printed(/waiting[^]*has taken its place\n[^]*waiting/);
    await must('runs', 'cancel', 'paused', '--wait');
  });

  it('lose and double nothing when whoever copies them is killed', async () => {
    const first = start('killed', COUNTING, '--follow');
    for (const [command, line] of [
      [first, 40],
      [undefined, 110]
    ] as const) {
      const collector = command ?? logs('killed');
      await collector.printed(new RegExp(`^line ${String(line)}$`, 'm'));
      collector.child.kill('SIGKILL');
      await collector.ended;
    }
    const { stdout } = await logs('killed').ended;
    expect(faults(stdout)).toEqual(NO_FAULTS);
    expect(await shown('killed')).toMatchObject({
      state: 'succeeded',
      metrics: { loss: 0.5 }
    });
  });

  it('go on to be followed when the API server comes back', async () => {
    const run = start('restarted', COUNTING, '--follow');
    await run.printed(/^line 40$/m);
    await place.fault('kill', 'kube-apiserver');
    await place.fault('start', 'kube-apiserver');
    const { code, stdout, stderr } = await run.ended;
    expect([code, faults(stdout)], stderr).toEqual([0, NO_FAULTS]);
  });

  it('say what happened to a pod that somebody has deleted', async () => {
    const run = start('deleted', WAITING, '--follow');
    await run.printed(/waiting/);
    await place.must('delete', 'pod', '-l', 'job-name=deleted', '--grace-period=1');
    const { code, stderr } = await run.ended;
    expect(code).not.toBe(0);
    // The Job may take the pod away before anybody has seen how it ended.
    expect(stderr).toMatch(/ended with exit code 143|backoff limit/);
    expect((await must('runs', 'logs', 'deleted')).stdout).toContain('waiting');
  });

  it('are started once, wherever a launcher dies', async () => {
    const file = bench.file('once.py', 'print(1)\n');
    const { stdout } = await must(
      ...['plan', file, ...options('once').slice(2), '--manifests']
    );
    const objects = objectsIn(stdout);
    const clusters = new KubernetesClusters({
      env: { KUBECONFIG: place.status.kubeconfig },
      home: bench.folder,
      timing: realTiming({ now: () => Date.now() }, Math.random)
    });
    const api = await clusters.open(actor.context);
    const id = objects.at(-1)?.metadata.name ?? '';
    try {
      for (let write = 0; write < objects.length; write += 1) {
        const died = createRun(dying(api), id, objects);
        await expect(died).rejects.toThrow('killed');
      }
      await expect(createRun(api, id, objects)).rejects.toMatchObject({
        problem: { code: 'run-exists' }
      });
      expect(await place.must('get', 'jobs', id, '-o', 'name')).toContain(id);
    } finally {
      clusters.close();
    }
  });

  it('end with their namespace', async () => {
    const other = new Place('runs-gone');
    await other.make();
    const file = bench.file('gone.py', WAITING);
    const run = jkf('run', file, ...options('gone', 'runs-gone'), '--follow');
    await run.printed(/waiting/);
    await other.remove();
    const { stderr } = await run.ended;
    expect(stderr).toContain('gone');
    // Which of its objects goes first, and so what they say last, is the cluster's choice.
    expect((await shown('gone')).state).toMatch(/^(cancelled|failed)$/);
    expect((await must('runs', 'logs', 'gone')).stdout).toContain('waiting');
  });
});

/** The objects in what `--manifests` prints. */
const objectsIn = (text: string): KubernetesObject[] =>
  parseAllDocuments(text).map(each => each.toJS() as KubernetesObject);

/** As for a process that is killed behind its first write: it takes nothing back. */
function dying(api: ClusterApi): ClusterApi {
  let alive = true;
  const dead = (): Promise<never> => Promise.reject(new Error('killed'));
  return {
    target: api.target,
    read: dead,
    list: dead,
    apply: dead,
    review: dead,
    patch: dead,
    delete: dead,
    watch: () => undefined,
    logs: request => api.logs(request),
    get: (...args) => api.get(...args),
    create: async (...args) => {
      if (!alive) return dead();
      const stored = await api.create(...args);
      alive = false;
      return stored;
    }
  };
}
