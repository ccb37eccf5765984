/** Code in an image of its own that pods mount, on a real cluster and registry. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../local/command.js';
import { startProxy, type RegistryProxy } from '../contract/support/registry-proxy.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

const UP_MS = 5 * 60_000;

/** More than a ConfigMap holds, of bytes that do not get smaller. */
const LARGE = Buffer.from(Array.from({ length: 2e6 }, (_, i) => (i * i * 31) >> 3));

describe.skipIf(noCluster !== '')(`code in a mounted image${noCluster}`, () => {
  const place = noCluster === '' ? new Place('mounted') : (undefined as never);
  const actor = new Actor(place);
  const { bench } = actor;
  let proxy: RegistryProxy;

  beforeAll(async () => {
    await actor.begin();
    proxy = await startProxy(place.status.registries.open);
  }, UP_MS);
  afterEach(() => {
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    proxy.dispose();
    await actor.end();
  });

  /** Pushes through the proxy, which counts; nodes pull from the registry itself. */
  const jkf = (...args: string[]): Command =>
    actor.jkf(args, {
      JKF_PUSH: `${proxy.host}/team/mounted`,
      JKF_PULL_HOST: place.status.registries.open,
      JKF_PLAIN_HTTP: proxy.host
    });

  /** Base, volume and state of a pod's containers. */
  const used = (id: string): Promise<string> =>
    place.must(
      ...['get', 'pods', '-l', `jupyterlab-kubeflow.io/run=${id}`, '-o'],
      'jsonpath={.items[0].spec.containers[0].image} {.items[0].spec.volumes[?(@.name=="jkf-bundle")].image}'
    );

  it('is chosen by itself for what a ConfigMap does not hold, and pushes nothing of the base', async () => {
    bench.file('large/data.bin', LARGE);
    const file = bench.notebook(
      'large/large.ipynb',
      'data = open("data.bin", "rb").read()',
      'print("loss=0.5", len(data))'
    );
    const { code, stdout, stderr } = await jkf(
      ...['run', file, ...actor.options('mounted')],
      ...['--include', 'data.bin', '--follow']
    ).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('loss=0.5 2000000');
    const asked = proxy.seen.map(({ method, url }) => `${method} ${url}`);
    const [look, ...push] = asked;
    // The plan asks whether the image is there; the push asks for nothing of it.
    expect(look).toMatch(/^GET \/v2\/python\/manifests\//);
    expect(push.map(each => each.split(' ')[0])).toEqual([
      ...['POST', 'POST', 'PUT', 'PUT', 'PUT']
    ]);
    expect(push.filter(each => !each.includes(' /v2/team/mounted/'))).toEqual([]);
    const reference = `${place.status.registries.open}/team/mounted@sha256:`;
    expect(await used('mounted')).toContain(actor.image);
    expect(await used('mounted')).toContain(`"reference":"${reference}`);
    expect(await actor.objects('mounted')).not.toContain('mounted-bundle');
  });

  it('is chosen by --delivery, and runs again', async () => {
    const file = bench.file('small.py', 'print("loss=0.25")\n');
    const first = await jkf(
      ...['run', file, ...actor.options('small'), '--delivery', 'image-volume'],
      '--follow'
    ).ended;
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain('loss=0.25');
    const again = await jkf('runs', 'rerun', 'small', '--follow').ended;
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain('loss=0.25');
  });

  it('is carried by a PyTorchJob, whose schema has such volumes', async () => {
    const file = bench.file('torch.py', 'print("loss=0.125")\n');
    const { code, stdout, stderr } = await jkf(
      ...['run', file, ...actor.options('operated'), '--delivery', 'image-volume'],
      ...['--kind', 'PyTorchJob', '--framework', 'torch', '--follow']
    ).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('loss=0.125');
    expect(await used('operated')).toContain('/team/mounted@sha256:');
  });
});
