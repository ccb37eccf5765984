/**
 * What a user sees when something is wrong with a cluster, an image or a request. The
 * rows of `docs/explanation/faults.md`; those about plans are in `plan.test.ts`, those
 * about registries in `append.test.ts`, those about lost pods in `runs.test.ts`.
 */
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { notebookText } from '../notebooks.js';
import type { Command } from '../local/command.js';
import { startCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';
import { Actor, countFaults, counting, NO_FAULTS, WAITING } from './support/runs.js';

const UP_MS = 5 * 60_000;
const LINES = 250;

/** `npm run test:soak`: also what takes minutes. */
const SOAK = process.env['JKF_SOAK'] === '1';

const inTheWay = ({ obstacle }: Run): boolean => obstacle !== undefined;

describe.skipIf(noCluster !== '')(`a run in bad weather${noCluster}`, () => {
  const place = noCluster === '' ? new Place('run-faults') : (undefined as never);
  const actor = new Actor(place);
  const { bench } = actor;
  const start = actor.start.bind(actor);
  const must = actor.must.bind(actor);
  const begun = async (command: Command): Promise<void> => {
    const { code, stderr } = await command.ended;
    expect(code, stderr).toBe(0);
  };
  const cancel = async (id: string): Promise<void> => {
    await must('runs', 'cancel', id, '--wait');
    expect((await actor.shown(id)).state).toBe('cancelled');
    const pods = ['pods', '-l', `jupyterlab-kubeflow.io/run=${id}`];
    // There may be none any more: that is no error here.
    await place.kubectl('wait', ...pods, '--for=delete', '--timeout=60s');
    expect(await place.must('get', ...pods, '-o', 'name')).toBe('');
  };

  beforeAll(() => actor.begin(), UP_MS);
  afterAll(() => actor.end());

  it('waits for a node that no one has, in the scheduler’s words, and is cancelled', async () => {
    await begun(start('nowhere', WAITING, '-d', '--node-selector', 'disk=none'));
    const { state, obstacle } = await actor.until('nowhere', inTheWay);
    expect(state).toBe('pending');
    expect(obstacle?.sentence).toMatch(/^No node can take nowhere-.*node affinity/);
    await cancel('nowhere');
  });

  it('says that an image is not there, in the registry’s words', async () => {
    const absent = `${place.status.registries.open}/python:absent`;
    await begun(start('absent', WAITING, '-d', '--image', absent));
    const { obstacle } = await actor.until('absent', inTheWay);
    expect(obstacle?.sentence).toMatch(/^The image .*:absent of .*: .*not found/);
    expect(obstacle?.remedy).toContain('name and tag');
    await cancel('absent');
  });

  it('says that an image asks for a login, and runs with the Secret that has it', async () => {
    const { auth, username, password } = place.status.registries;
    const image = await pushed('python', auth, { username, password });
    await begun(start('private', WAITING, '-d', '--image', image));
    const { obstacle } = await actor.until('private', inTheWay);
    expect(obstacle?.sentence).toMatch(/cannot be pulled: .*(401|auth|denied)/i);
    expect(obstacle?.remedy).toContain('pull secret');
    await cancel('private');
    await place.must(
      ...['create', 'secret', 'docker-registry', 'login', `--docker-server=${auth}`],
      ...[`--docker-username=${username}`, `--docker-password=${password}`]
    );
    const more = ['--image', image, '--pull-secret', 'login', '--follow'];
    const { code, stderr } = await start('allowed', 'print(1)\n', ...more).ended;
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain(password);
  });

  it('takes long values and names of any script', async () => {
    const value = '가 "quoted" $HOME '.repeat(200);
    const program =
      'import os\nprint(len(os.environ["LONG"]), os.environ["LONG"][:6])\n';
    const file = bench.file('실험 노트 1.ipynb', notebookText([program]));
    const { code, stdout, stderr } = await actor.jkf([
      ...['run', file, ...actor.options('unicode'), '-e', `LONG=${value}`, '--follow']
    ]).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`${String(value.length)} 가 "quo`);
    expect((await actor.shown('unicode')).source).toContain('실험 노트 1.ipynb');
  });

  it('does not mind that its notebook is renamed meanwhile, and is repeated', async () => {
    const file = bench.file('before.ipynb', notebookText([counting(50)]));
    const run = actor.jkf(['run', file, ...actor.options('renamed'), '--follow']);
    await run.printed(/^line 5$/m);
    renameSync(file, `${bench.folder}/after.ipynb`);
    expect((await run.ended).code).toBe(0);
    const again = await must('runs', 'rerun', 'renamed', '--follow');
    expect(countFaults(50, again.stdout)).toEqual(NO_FAULTS);
  });

  it('is not started while the operator is down, which its webhook tells', async () => {
    const operator = ['-n', 'kubeflow', 'scale', 'deployment/training-operator'];
    const pods = ['-n', 'kubeflow', 'wait', 'pod', '--timeout=60s'];
    const selector = ['-l', 'control-plane=kubeflow-training-operator'];
    const kind = ['--kind', 'PyTorchJob', '--framework', 'torch'];
    await place.must(...operator, '--replicas=0');
    await place.must(...pods, '--for=delete', ...selector);
    const { code, stderr } = await start('idle', 'print(1)\n', '-d', ...kind).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/training-operator/);
    expect(await actor.find('idle')).toBeUndefined();
    await place.must(...operator, '--replicas=1');
    await place.until([...pods.slice(0, -1), '--for=condition=Ready', ...selector]);
    for (let tries = 0; tries < 30; tries += 1) {
      const ended = await start('idle', 'print(1)\n', '-d', ...kind).ended;
      if (ended.code === 0) break;
    }
    await actor.until('idle', ({ state }) => state === 'succeeded');
  });

  it('exists once or not at all when the API server is killed while it starts', async () => {
    for (const [i, wait] of (SOAK ? [0, 250, 600] : [250]).entries()) {
      const id = `torn-${String(i)}`;
      const first = start(id, 'print(1)\n', '-d');
      await new Promise(resolve => setTimeout(resolve, 1500 + wait));
      await place.fault('kill', 'kube-apiserver');
      await place.fault('start', 'kube-apiserver');
      const { code, stderr } = await first.ended;
      expect(stderr).not.toContain('    at ');
      const again = await start(id, 'print(1)\n', '-d').ended;
      // Started before: the id is taken. Not started: it is now.
      expect([code, again.code].filter(each => each === 0).length, stderr).toBe(1);
      await actor.until(id, ({ state }) => state === 'succeeded');
    }
  }, 300_000);

  it('exists once or not at all when its starter is killed', async () => {
    for (const [i, wait] of [300, 700, 1200].entries()) {
      const id = `killed-${String(i)}`;
      const first = start(id, 'print(1)\n', '-d');
      await new Promise(resolve => setTimeout(resolve, 500 + wait));
      first.child.kill('SIGKILL');
      await first.ended;
      const again = await start(id, 'print(1)\n', '-d').ended;
      if (again.code !== 0) expect(again.stderr).toContain('exists already');
      await actor.until(id, ({ state }) => state === 'succeeded');
      const jobs = await place.must('get', 'jobs', '-o', 'name');
      expect(jobs.split('\n').filter(name => name.endsWith(`/${id}`))).toHaveLength(1);
    }
  });

  it('loses no line when watches expire', async () => {
    const run = start('expired', counting(LINES), '--follow');
    await run.printed(/^line 40$/m);
    await place.fault('expire-watches');
    const { code, stdout, stderr } = await run.ended;
    expect([code, countFaults(LINES, stdout)], stderr).toEqual([0, NO_FAULTS]);
  });

  it.each(['429', '504', ...(SOAK ? ['500'] : [])])(
    'goes through a storm of %s',
    async status => {
      const { name, folder } = place.status;
      const proxy = startCluster(name, 'proxy', '--status', status, '--rate', '0.2');
      const kubeconfig = `${folder}/proxy.kubeconfig`;
      const through = new Place(place.namespace, { ...place.status, kubeconfig });
      try {
        await through.until(['get', 'pods'], 30);
        const id = `storm-${status}`;
        const file = bench.file(`${id}.py`, counting(LINES));
        const target = ['--target', `${actor.context}-proxy/${place.namespace}`];
        const run = actor.jkf(
          ['run', file, ...actor.options(id), ...target, '--follow'],
          { KUBECONFIG: kubeconfig }
        );
        const { code, stdout, stderr } = await run.ended;
        expect([code, countFaults(LINES, stdout)], stderr).toEqual([0, NO_FAULTS]);
      } finally {
        const exit = once(proxy, 'exit');
        proxy.kill('SIGINT');
        await exit;
      }
    }
  );

  // The node controller takes most of a minute to notice.
  if (SOAK) {
    it('says that its node is away, and goes on when it is back', async () => {
      const run = start('stayed', WAITING, '--follow');
      await run.printed(/waiting/);
      await place.fault('stop', 'kubelet');
      const { obstacle } = await actor.until('stayed', inTheWay);
      expect(obstacle).toMatchObject({ code: 'pod-node-away' });
      await place.fault('start', 'kubelet');
      await actor.until('stayed', each => !inTheWay(each));
      await cancel('stayed');
    }, 300_000);
  }
});
