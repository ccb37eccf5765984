/** A cluster that is up does what a cluster does. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, claim, noCluster, Place, pod, sh } from './support/cluster.js';
import { pushTool } from './support/images.js';

describe.skipIf(noCluster !== '')(`a cluster that is up${noCluster}`, () => {
  const place = noCluster === '' ? new Place('smoke') : (undefined as never);
  let tool = '';
  beforeAll(async () => {
    tool = await pushTool(place.status.registries.open);
    await place.make();
  });
  afterAll(() => place.remove());

  it('has components that are well, each with version, memory and log', () => {
    const { components } = place.status;
    expect(components.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(components.map(({ name }) => name)).toContain('etcd');
    for (const { version, memoryBytes, log } of components) {
      expect(version).not.toBe('');
      expect(memoryBytes).toBeGreaterThan(2 ** 20);
      expect(readFileSync(log, 'utf8')).toBeTypeOf('string');
    }
  });

  it('has a node that is Ready, of the version of its kubectl', async () => {
    await place.wait('node/node-1', 'condition=Ready');
    const kubelet = await place.get('node/node-1', '.status.nodeInfo.kubeletVersion');
    const text = await place.must('version', '--client', '-o', 'json');
    const client = JSON.parse(text) as { clientVersion: { gitVersion: string } };
    expect(kubelet).toBe(client.clientVersion.gitVersion);
  });

  it('runs a pod by its image’s digest, gives its log, and lets one in', async () => {
    expect(tool).toContain('@sha256:');
    const command = sh('echo started; exec sleep 1000');
    await place.mustApply(pod('hello', { image: tool, command }));
    await place.wait('pod/hello', 'condition=Ready');
    expect(await place.must('logs', 'hello')).toBe('started\n');
    expect(await place.must('exec', 'hello', '--', 'echo', 'inside')).toBe('inside\n');
    await place.must('delete', 'pod', 'hello', '--wait=false');
  });

  it('pulls from the registry that asks who one is, with a pull secret only', async () => {
    const { auth, username, password } = place.status.registries;
    const image = await pushTool(auth, { username, password });
    await place.must(
      'create',
      ...['secret', 'docker-registry', 'pull', `--docker-server=${auth}`],
      ...[`--docker-username=${username}`, `--docker-password=${password}`]
    );
    // Another name: what a node has pulled, other pods of it may use.
    const command = sh('echo pulled');
    const always = { container: { imagePullPolicy: 'Always' } };
    const spec = { imagePullSecrets: [{ name: 'pull' }] };
    await place.mustApply(
      pod('without', { image, command, ...always }),
      pod('with', { image, command, spec, ...always })
    );
    expect(await place.outputOf('with')).toBe('pulled\n');
    const reason = '.status.containerStatuses[0].state.waiting.reason';
    await expect
      .poll(() => place.get('pod/without', reason), { timeout: 30_000 })
      .toMatch(/ErrImagePull|ImagePullBackOff/);
    // kubelet asks nobody for a secret for the node's own image of the same files.
    const [own = ''] = await place.ownImages('tool');
    await place.mustApply(pod('own', { image: own, command: sh('echo there') }));
    expect(await place.outputOf('own')).toBe('there\n');
  });

  it('finds services by name, and nothing outside the cluster', async () => {
    const labels = { app: 'web' };
    const serve = sh('echo welcome > /tmp/index.html; exec httpd -f -p 8080 -h /tmp');
    await place.mustApply(pod('web', { image: tool, command: serve, labels }), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] }
    });
    await place.wait('pod/web', 'condition=Ready');
    const asked = ask('web.smoke.svc.cluster.local', 80);
    const script =
      `for i in $(seq 50); do ${asked} | grep welcome && break; sleep 0.2; done; ` +
      'nslookup example.com. || echo nowhere';
    await place.mustApply(pod('client', { image: tool, command: sh(script) }));
    const output = await place.outputOf('client');
    expect(output).toContain('welcome');
    expect(output).toContain('nowhere');
  });

  it('binds a volume that a user without rights writes, and that stays', async () => {
    const spec = {
      securityContext: { runAsUser: 1000, runAsGroup: 100, fsGroup: 100 },
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
    };
    const container = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const user = (name: string, script: string): object =>
      pod(name, { image: tool, command: sh(script), spec, container });
    await place.mustApply(
      claim('data'),
      user('writer', 'id -u; echo kept > /data/file')
    );
    expect(await place.outputOf('writer')).toBe('1000\n');
    await place.mustApply(user('reader', 'cat /data/file'));
    expect(await place.outputOf('reader')).toBe('kept\n');
  });

  it('refuses what a quota does not allow, and says which', async () => {
    const limited = new Place('smoke-quota', place.status);
    await limited.make();
    await limited.must('create', 'quota', 'few', '--hard=pods=0');
    await limited.until(['get', 'quota', 'few', '-o', 'jsonpath={.status.hard.pods}']);
    const refused = await limited.apply(pod('one', { image: tool }));
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('exceeded quota: few');
    await limited.remove();
  });

  it('schedules pods that ask for GPUs up to what the node claims', async () => {
    const asks = (count: string): object => ({
      resources: { limits: { 'nvidia.com/gpu': count } }
    });
    const command = sh('echo ran');
    await place.mustApply(
      pod('some-gpus', { image: tool, command, container: asks('8') }),
      pod('more-gpus', { image: tool, command, container: asks('9') })
    );
    expect(await place.outputOf('some-gpus')).toBe('ran\n');
    const message = '.status.conditions[?(@.type=="PodScheduled")].message';
    expect(await place.get('pod/more-gpus', message)).toContain('nvidia.com/gpu');
  });

  it('asks the operator’s webhook, through its service, about jobs', async () => {
    // Valid by its schema; only the operator knows what its containers are called.
    const template = { spec: { containers: [{ name: 'other', image: tool }] } };
    const refused = await place.apply({
      apiVersion: 'kubeflow.org/v1',
      kind: 'PyTorchJob',
      metadata: { name: 'misnamed' },
      spec: { pytorchReplicaSpecs: { Master: { replicas: 1, template } } }
    });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('admission webhook');
  });

  it('measures nodes and pods', async () => {
    await place.until(['top', 'node', 'node-1'], 90);
  });

  it('writes down each request with who made it', async () => {
    await place.must('get', 'pods', '--field-selector=metadata.name=audited');
    const lines = readFileSync(place.status.audit, 'utf8').trim().split('\n');
    const ours = lines.filter(line => line.includes('metadata.name%3Daudited'));
    expect(ours).toHaveLength(1);
    const event = JSON.parse(ours[0] ?? '') as {
      verb: string;
      user: { username: string };
    };
    expect([event.verb, event.user.username]).toEqual(['list', 'admin']);
  });
});
