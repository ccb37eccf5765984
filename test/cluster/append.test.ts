/** Runs delivered in an image that is built when they start, on a real cluster and registry. */
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Run } from '@jupyterlab-kubeflow/protocol';
import type { Command, Ended } from '../local/command.js';
import { Bench } from '../local/jkf.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';

const UP_MS = 5 * 60_000;

/** A registry that takes connections and never answers. */
async function silent(): Promise<{ readonly server: Server; readonly host: string }> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { server, host: `127.0.0.1:${String(port)}` };
}

describe.skipIf(noCluster !== '')(`code in an image${noCluster}`, () => {
  const place = noCluster === '' ? new Place('append') : (undefined as never);
  const bench = new Bench();
  let context = '';
  let image = '';
  let quiet: Awaited<ReturnType<typeof silent>>;

  const registry = (host: string): NodeJS.ProcessEnv => ({
    KUBECONFIG: place.status.kubeconfig,
    JKF_PUSH: `${host}/team/runs`,
    JKF_PLAIN_HTTP: [host, place.status.registries.open].join(',')
  });
  const jkf = (args: string[], host = place.status.registries.open): Command =>
    bench.start(args, registry(host));
  const must = async (...args: string[]): Promise<Ended> => {
    const ended = await jkf(args).ended;
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.stderr}`);
    return ended;
  };
  const options = (id: string): string[] => [
    ...['--id', id, '--target', `${context}/${place.namespace}`, '--image', image],
    ...['--cpu', '50m', '--memory', '64MiB', '--shm', '16MiB']
  ];
  const append = (id: string): string[] => [...options(id), '--delivery', 'append'];
  const shown = async (id: string): Promise<Run | undefined> => {
    const { stdout } = await must('runs', 'list', '-o', 'json');
    const runs = JSON.parse(stdout) as unknown[];
    return runs.map(each => Run.parse(each)).find(each => each.id === id);
  };
  const until = async (id: string, holds: (run: Run) => boolean): Promise<Run> => {
    for (let i = 0; i < 60; i += 1) {
      const run = await shown(id);
      if (run && holds(run)) return run;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    throw new Error(`${id} did not come so far: ${JSON.stringify(await shown(id))}`);
  };
  const objects = async (id: string): Promise<string> =>
    place.must(
      ...['get', 'jobs,configmaps', '-o', 'name'],
      ...['-l', `jupyterlab-kubeflow.io/run=${id}`]
    );

  beforeAll(async () => {
    await place.make();
    image = await pushed('python', place.status.registries.open);
    context = (await place.must('config', 'current-context')).trim();
    quiet = await silent();
  }, UP_MS);
  afterAll(async () => {
    quiet.server.close();
    await place.kubectl('delete', 'namespace', place.namespace, '--wait=false');
    bench.dispose();
  });

  it('runs from a layer on the base, by digest, without a ConfigMap of files', async () => {
    const file = bench.notebook('tagged.ipynb', 'x = 2', 'print("loss=0.25", x)');
    const { code, stdout, stderr } = await jkf([
      ...['run', file, ...append('tagged'), '--follow']
    ]).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('loss=0.25 2');
    expect(await objects('tagged')).not.toContain('tagged-bundle');
    const used = await place.must(
      ...['get', 'job', 'tagged', '-o'],
      'jsonpath={.spec.template.spec.containers[0].image}'
    );
    const { open } = place.status.registries;
    expect(used).toMatch(new RegExp(`^${open}/team/runs@sha256:[0-9a-f]{64}$`));
    expect((await must('runs', 'rerun', 'tagged', '--follow')).stdout).toContain(
      'loss=0.25'
    );
  });

  it('is chosen by itself for more than a ConfigMap holds', async () => {
    // Not compressible, so that the layer is as large.
    const bytes = Buffer.from(Array.from({ length: 3e6 }, (_, i) => (i * i * 31) >> 3));
    bench.file('large/data.bin', bytes);
    const file = bench.file(
      'large/large.py',
      'print(len(open("data.bin", "rb").read()))\n'
    );
    const { code, stdout, stderr } = await jkf([
      ...['run', file, ...options('large'), '--include', 'data.bin', '--follow']
    ]).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('3000000');
  });

  it('says that the registry is away, and leaves nothing', async () => {
    const file = bench.file('away.py', 'print(1)\n');
    const { server, host } = await silent();
    server.close();
    const { code, stderr } = await jkf(['run', file, ...append('away')], host).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(host);
    expect(stderr).not.toContain('    at ');
    expect(await shown('away')).toBeUndefined();
    expect(await objects('away')).toBe('');
  });

  it('says what is done while the image is built, and ends with Ctrl-C', async () => {
    const file = bench.file('slow.py', 'print(1)\n');
    const start = jkf(['run', file, ...append('slow')], quiet.host);
    const run = await until('slow', ({ waiting }) => waiting !== undefined);
    expect(run.state).toBe('pending');
    expect(run.waiting?.code).toMatch(/^build-/);
    const cancel = await jkf(['runs', 'cancel', 'slow']).ended;
    expect(cancel.stderr).toContain('still being built by the program that started it');
    start.child.kill('SIGINT');
    expect((await start.ended).code).toBe(130);
    expect(await shown('slow')).toBeUndefined();
  });

  it('is known to be interrupted when its starter is killed', async () => {
    const file = bench.file('killed.py', 'print(1)\n');
    const start = jkf(['run', file, ...append('killed')], quiet.host);
    await until('killed', ({ waiting }) => waiting !== undefined);
    start.child.kill('SIGKILL');
    await start.ended;
    const run = await until('killed', ({ state }) => state !== 'pending');
    expect(run.problem?.code).toBe('run-start-interrupted');
    expect(await objects('killed')).toBe('');
    await must('runs', 'rm', 'killed');
    expect(await shown('killed')).toBeUndefined();
  });
});
