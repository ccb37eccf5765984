import { describe, expect, it } from 'vitest';
import type { Message } from '@jupyterlab-kubeflow/protocol';
import { known } from '../core/cluster/probe/answer.js';
import { chosenRegistry, type RegistryPlace } from '../core/cluster/registry-place.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith, probeWith } from '../core/plan/testing.js';
import type { AppendedImage } from './image-build.js';
import type { ImageRequest, PackRequest } from './images.js';
import { buildRunImage } from './run-image.js';
import { NO_IMAGES, ScriptedCluster, type Script } from './testing.js';

const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const BUILT: AppendedImage = {
  ...{ reference: `r/runs@${DIGEST}`, digest: DIGEST, base: 'b', layers: 2 },
  ...{ platform: 'linux/amd64', size: 3, layerSize: 1, sentBytes: 1, requests: 5 }
};
const node = (arch: string) => ({
  metadata: {
    name: arch,
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': arch }
  }
});

interface Scene {
  readonly registry: RegistryPlace;
  readonly image: string;
  readonly secrets: readonly string[];
  readonly nodes: readonly string[];
  readonly script: Script;
  readonly delivery: 'append' | 'image-volume';
}

const PLACE: RegistryPlace = {
  push: 'push.example:5000/runs',
  access: { plainHttp: ['push.example:5000'], trusted: [] }
};

async function built(scene: Partial<Scene> = {}) {
  const { registry = PLACE, image = 'python:3.12', secrets = [], nodes = [] } = scene;
  const { delivery = 'append' } = scene;
  const cluster = new ScriptedCluster(scene.script ?? {});
  const probe = probeWith({ registry, nodes: known(nodes.map(node)) });
  const input = inputWith(
    { delivery, image, cluster: { imagePullSecrets: [...secrets] } },
    { place: probe, registry }
  );
  const plan = makeClusterPlan(input);
  const requests: ImageRequest[] = [];
  const packed: PackRequest[] = [];
  const said: Message[] = [];
  const { signal } = new AbortController();
  const result = await buildRunImage(
    { plan, bundle: input.bundle },
    { api: await cluster.clusters.open('dev'), probe },
    {
      images: {
        ...NO_IMAGES,
        build: (_, request) => {
          requests.push(request);
          request.onProgress?.({ step: 'upload', bytes: 2048 });
          return Promise.resolve(BUILT);
        },
        pack: (_, request) => {
          packed.push(request);
          return Promise.resolve(BUILT);
        }
      },
      registry: chosenRegistry(
        { access: { plainHttp: ['other:5000'], trusted: [] } },
        probe.registry
      ),
      watch: { signal, onProgress: doing => said.push(doing) }
    }
  );
  const [request] = requests;
  return { result, request, packed, said, plan, signal };
}

async function appended(scene: Partial<Scene> = {}) {
  const { request, ...rest } = await built(scene);
  if (!request) throw new Error('nothing was built');
  return { ...rest, request };
}

describe('the image of a run', () => {
  it('is pushed under a tag of its content, and pods take it by digest', async () => {
    const { result, request, said } = await appended();
    expect(request).toMatchObject({
      base: 'python:3.12',
      push: 'push.example:5000/runs',
      tagByContent: true,
      access: { plainHttp: ['push.example:5000', 'other:5000'] },
      logins: []
    });
    expect(result).toEqual({
      image: { reference: BUILT.reference, python: 'python3' },
      delivery: { kind: 'image', folder: '/opt/jkf' }
    });
    expect(said.map(({ text }) => text)).toEqual(['pushing the code, 2.0 KiB']);
  });

  it('is built on the name by which we reach the registry, and pulled by the nodes’', async () => {
    const registry = { ...PLACE, pullHost: 'pull.example' };
    const { request } = await appended({ registry, image: 'pull.example/base:1' });
    expect(request.base).toBe('push.example:5000/base:1');
    expect(request.pullHost).toBe('pull.example');
  });

  it('is ended by who wants the run no more', async () => {
    const { request, signal } = await appended();
    expect(request.signal).toBe(signal);
  });

  it.each([
    [[], undefined],
    [['arm64'], 'arm64'],
    [['arm64', 'amd64'], 'amd64']
  ])('is for the nodes: of %j it is %s', async (nodes, architecture) => {
    const { request } = await appended({ nodes });
    expect(request.platform?.architecture).toBe(architecture);
  });

  it('is pulled with the administrator’s Secret besides the user’s own', async () => {
    const registry = { ...PLACE, pullSecret: 'theirs' };
    const { plan } = await appended({ registry, secrets: ['ours', 'theirs'] });
    expect(plan.cluster.workload.imagePullSecrets).toEqual(['ours', 'theirs']);
  });

  it('is pushed with the logins of Secrets that the user may read', async () => {
    const auths = { 'push.example:5000': { username: 'ada', password: 'x' } };
    const config = Buffer.from(JSON.stringify({ auths })).toString('base64');
    const { request } = await appended({
      secrets: ['mine', 'forbidden'],
      script: {
        'get secrets mine': () => ({
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': config }
        })
      }
    });
    expect(request.logins?.map(({ key }) => key)).toEqual(['push.example:5000']);
  });

  it('has no base when pods mount it: they run the plan’s own image', async () => {
    const registry = { ...PLACE, pullHost: 'pull.example', pullSecret: 'theirs' };
    const scene = { registry, delivery: 'image-volume', nodes: ['arm64'] } as const;
    const { result, request, packed, plan } = await built(scene);
    expect(request).toBeUndefined();
    expect(packed).toHaveLength(1);
    expect(packed[0]).not.toHaveProperty('base');
    expect(packed[0]).toMatchObject({
      push: 'push.example:5000/runs',
      tagByContent: true,
      pullHost: 'pull.example',
      platform: { architecture: 'arm64' }
    });
    expect(result).toEqual({
      delivery: { kind: 'image-volume', reference: BUILT.reference }
    });
    expect(plan.cluster.workload.imagePullSecrets).toEqual(['theirs']);
  });
});
