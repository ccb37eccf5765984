/** Runs delivered in an image that is built when they start, on a real cluster and registry. */
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command, Ended } from '../local/command.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

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
  const actor = new Actor(place);
  const { bench } = actor;
  let quiet: Awaited<ReturnType<typeof silent>>;

  const jkf = (args: string[], host = place.status.registries.open): Command =>
    actor.jkf(args, {
      JKF_PUSH: `${host}/team/runs`,
      JKF_PLAIN_HTTP: [host, place.status.registries.open].join(',')
    });
  const must = async (...args: string[]): Promise<Ended> => {
    const ended = await jkf(args).ended;
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.stderr}`);
    return ended;
  };
  const append = (id: string): string[] => [
    ...actor.options(id),
    ...['--delivery', 'append']
  ];

  beforeAll(async () => {
    await actor.begin();
    quiet = await silent();
  }, UP_MS);
  afterAll(async () => {
    quiet.server.close();
    await actor.end();
  });

  it('runs from a layer on the base, by digest, without a ConfigMap of files', async () => {
    const file = bench.notebook('tagged.ipynb', 'x = 2', 'print("loss=0.25", x)');
    const { code, stdout, stderr } = await jkf([
      ...['run', file, ...append('tagged'), '--follow']
    ]).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('loss=0.25 2');
    expect(await actor.objects('tagged')).not.toContain('tagged-bundle');
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

  it('may be more than a ConfigMap holds', async () => {
    // Not compressible, so that the layer is as large.
    const bytes = Buffer.from(Array.from({ length: 3e6 }, (_, i) => (i * i * 31) >> 3));
    bench.file('large/data.bin', bytes);
    const file = bench.file(
      'large/large.py',
      'print(len(open("data.bin", "rb").read()))\n'
    );
    const { code, stdout, stderr } = await jkf([
      ...['run', file, ...append('large'), '--include', 'data.bin', '--follow']
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
    expect(await actor.find('away')).toBeUndefined();
    expect(await actor.objects('away')).toBe('');
  });

  it('says in the plan that the registry does not have the image', async () => {
    const file = bench.file('typo.py', 'print(1)\n');
    const image = `${place.status.registries.open}/team/pyhton:3.11`;
    const target = ['--target', `${actor.context}/${place.namespace}`];
    const small = ['--cpu', '50m', '--memory', '64MiB'];
    const command = ['plan', file, ...target, ...small, '--image', image];
    const { code, stdout } = await jkf(command).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/has no\s+image\s+\S*team\/pyhton:3\.11/);
  });

  it('says what is done while the image is built, and ends with Ctrl-C', async () => {
    const file = bench.file('slow.py', 'print(1)\n');
    const start = jkf(['run', file, ...append('slow')], quiet.host);
    const run = await actor.until('slow', ({ waiting }) => waiting !== undefined);
    expect(run.state).toBe('pending');
    expect(run.waiting?.code).toMatch(/^build-/);
    const cancel = await jkf(['runs', 'cancel', 'slow']).ended;
    expect(cancel.stderr).toContain('still being built by the program that started it');
    start.child.kill('SIGINT');
    expect((await start.ended).code).toBe(130);
    expect(await actor.find('slow')).toBeUndefined();
  });

  it('is known to be interrupted when its starter is killed', async () => {
    const file = bench.file('killed.py', 'print(1)\n');
    const start = jkf(['run', file, ...append('killed')], quiet.host);
    await actor.until('killed', ({ waiting }) => waiting !== undefined);
    start.child.kill('SIGKILL');
    await start.ended;
    const run = await actor.until('killed', ({ state }) => state !== 'pending');
    expect(run.problem?.code).toBe('run-start-interrupted');
    expect(await actor.objects('killed')).toBe('');
    await must('runs', 'rm', 'killed');
    expect(await actor.find('killed')).toBeUndefined();
  });
});
