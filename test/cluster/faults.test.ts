/** Faults do what they say, and a cluster without them is as before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cluster, mustCluster, startCluster } from './support/cli.js';
import { noCluster, Place, pod, sh } from './support/cluster.js';
import { pushTool } from './support/images.js';
import type { Status } from './support/status.js';

describe.skipIf(noCluster !== '')(`a fault in a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('faults') : (undefined as never);
  const name = (): string => place.status.name;
  const stateOf = async (component: string): Promise<string | undefined> => {
    const { stdout } = await cluster(name(), 'status', '-o', 'json');
    const { components } = JSON.parse(stdout) as Status;
    return components.find(each => each.name === component)?.state;
  };
  let tool = '';
  beforeAll(async () => {
    tool = await pushTool(place.status.registries.open);
    await place.make();
  });
  afterAll(() => place.remove());
  afterEach(async () => {
    await mustCluster(name(), 'up');
  });

  it('that kills a component shows in status, and `up` mends it', async () => {
    await place.fault('kill', 'kube-scheduler');
    expect(await stateOf('kube-scheduler')).toBe('stopped');
    await mustCluster(name(), 'up');
    expect(await stateOf('kube-scheduler')).toBe('ready');
  });

  it('that pauses etcd lets requests hang until it goes on', async () => {
    await place.fault('pause', 'etcd');
    const hung = await place.kubectl('get', 'pods', '--request-timeout=2s');
    expect(hung.code).not.toBe(0);
    await place.fault('resume', 'etcd');
    await place.until(['get', 'pods']);
  });

  it('that cuts the registries lets pulls fail until they are mended', async () => {
    await place.fault('cut-registry');
    const command = sh('echo pulled');
    const container = { imagePullPolicy: 'Always' };
    await place.mustApply(pod('pulls', { image: tool, command, container }));
    const reason = '.status.containerStatuses[0].state.waiting.reason';
    await expect
      .poll(() => place.get('pod/pulls', reason), { timeout: 30_000 })
      .toMatch(/ErrImagePull|ImagePullBackOff/);
    await place.fault('mend-registry');
    expect(await place.outputOf('pulls', 90)).toBe('pulled\n');
  });

  it('that drops the API server’s connections ends watches', async () => {
    const { kubectl, kubeconfig } = place.status;
    const watch = spawn(kubectl, [
      `--kubeconfig=${kubeconfig}`,
      ...['get', 'configmaps', '--all-namespaces', '--watch', '--output=name']
    ]);
    const ended = once(watch, 'exit');
    const refused = async (): Promise<boolean> =>
      (await place.kubectl('get', 'pods')).code !== 0;
    try {
      await once(watch.stdout, 'data');
      const dropping = place.fault('drop-api', '--for', '15');
      await expect.poll(refused, { timeout: 14_000, interval: 200 }).toBe(true);
      await dropping;
      await place.until(['get', 'pods']);
      await ended;
    } finally {
      watch.kill();
    }
  });

  it('that slows the API server delays every answer, both ways', async () => {
    const duration = async (): Promise<number> => {
      const started = performance.now();
      await place.must('get', '--raw', '/readyz');
      return performance.now() - started;
    };
    const usual = await duration();
    await place.fault('slow', 'kube-apiserver', '--delay', '2000');
    expect((await duration()) - usual).toBeGreaterThan(2000);
    await place.fault('slow', 'kube-apiserver', '--delay', '0');
    await place.must('get', '--raw', '/readyz');
  });

  it('that expires watches answers 410 to who resumes one', async () => {
    const version = await place.must(
      'get',
      '--raw',
      '/api/v1/namespaces/faults/configmaps'
    );
    const { metadata } = JSON.parse(version) as {
      metadata: { resourceVersion: string };
    };
    for (const key of ['a', 'b', 'c']) {
      await place.must('create', 'configmap', `later-${key}`);
    }
    await place.fault('expire-watches');
    await place.until(['get', '--raw', '/readyz']);
    const path = `/api/v1/namespaces/faults/configmaps?watch=true&timeoutSeconds=5&resourceVersion=${metadata.resourceVersion}`;
    const { stdout, stderr } = await place.kubectl('get', '--raw', path);
    expect(`${stdout}${stderr}`).toMatch(/too old resource version|"code":410/);
  });

  it('that fills the node’s disk lets a pod meet it, not this computer', async () => {
    await place.fault('fill-disk', '--leave', '8');
    const room = async (): Promise<number> => {
      const { stdout } = await place.inside('df', '--output=avail', '-BM', '/var/lib');
      return Number(/(\d+)M/.exec(stdout)?.[1]);
    };
    expect(await room()).toBeLessThanOrEqual(8);
    const large = '/var/lib/large';
    const script = `dd if=/dev/zero of=${large} bs=1M count=64 2>&1; rm -f ${large}`;
    const written = await place.inside('sh', '-c', script);
    expect(written.stdout).toContain('No space left on device');
    await place.fault('free-disk');
    expect(await room()).toBeGreaterThan(1000);
    await place.wait('node/node-1', 'condition=Ready');
  });

  it('that loses an image no registry has is mended by `up`', async () => {
    const images = (): Promise<string[]> =>
      place.ownImages('tool', 'training-operator', 'pause');
    const before = await images();
    expect(before).toHaveLength(3);
    await place.inside('ctr', '--namespace', 'k8s.io', 'images', 'remove', ...before);
    expect(await images()).toEqual([]);
    await mustCluster(name(), 'up');
    expect(await images()).toEqual(before);
    const [own = ''] = await place.ownImages('tool');
    await place.mustApply(pod('restored', { image: own, command: sh('echo there') }));
    // After so many faults in a row client-go, which the scheduler is made with, waits
    // between 30 and 60 seconds before it watches again.
    expect(await place.outputOf('restored', 150)).toBe('there\n');
  });

  it('of the proxy answers 429 to the requests it was told to', async () => {
    const proxy = startCluster(
      name(),
      'proxy',
      '--status',
      '429',
      '--match',
      'secrets'
    );
    const kubeconfig = `${place.status.folder}/proxy.kubeconfig`;
    const through = new Place('faults', { ...place.status, kubeconfig });
    try {
      await through.until(['get', 'pods'], 30);
      const asked = ['get', 'secrets', '--request-timeout=3s', '-v=6'];
      const refused = await through.kubectl(...asked);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toMatch(/\b429\b/);
    } finally {
      const exit = once(proxy, 'exit');
      proxy.kill('SIGINT');
      await exit;
    }
  });
});
