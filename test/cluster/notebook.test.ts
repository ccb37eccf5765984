/** The notebook image is one that Kubeflow's notebook controller can run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, noCluster, Place, pod } from './support/cluster.js';
import { pushed } from './support/images.js';

const IMAGE_MS = 20 * 60_000;
const READY_SECONDS = 180;
const PREFIX = '/notebook/servers/lab';

describe.skipIf(noCluster !== '')(`a pod of the notebook image${noCluster}`, () => {
  const place = noCluster === '' ? new Place('servers') : (undefined as never);
  const inside = (...command: string[]): Promise<string> =>
    place.must('exec', 'lab', '--', ...command);
  beforeAll(async () => {
    await place.make();
    const image = await pushed('notebook', place.status.registries.open);
    const started = Date.now();
    await place.mustApply(claim('home'), server(image));
    await place.wait('pod/lab', 'condition=Ready', READY_SECONDS);
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(
      `  notebook image: from apply to Ready in ${String(seconds)} s\n`
    );
  }, IMAGE_MS);
  afterAll(() => place.remove());

  it('serves JupyterLab below NB_PREFIX at port 8888', async () => {
    const path = `/api/v1/namespaces/servers/pods/lab:8888/proxy${PREFIX}`;
    const { version } = JSON.parse(await place.must('get', '--raw', `${path}/api`)) as {
      version: string;
    };
    expect(version).toMatch(/^2\./);
    expect(await place.must('get', '--raw', `${path}/lab`)).toContain('JupyterLab');
  });

  it('runs as user 1000 of group 100, in a home that was filled from the template', async () => {
    expect(await inside('id', '-u')).toBe('1000\n');
    expect(await inside('id', '-g')).toBe('100\n');
    expect(await inside('ls', '-A', '/home/jovyan')).toContain('README.md\n');
    await inside('touch', '/home/jovyan/mine');
  });

  it('has the extension outside of home, with its gateway, and kubectl', async () => {
    const listed = await inside('sh', '-c', 'jupyter labextension list 2>&1');
    expect(listed).toMatch(/jupyterlab-kubeflow v\S+ \S*enabled\S* \S*OK/);
    const where = await inside(
      'python3',
      '-c',
      'import jupyterlab_kubeflow as k; print(k.__file__)'
    );
    expect(where).not.toContain('/home/');
    expect(await inside('jkf', '--version')).toMatch(/\d+\.\d+/);
    expect(await inside('kubectl', 'version', '--client')).toContain('v1.');
  });
});

/** As the controller makes it: a prefix, a volume for home, the user of the image. */
function server(image: string): object {
  const probe = { httpGet: { path: `${PREFIX}/api`, port: 8888 }, periodSeconds: 1 };
  return pod('lab', {
    image,
    spec: {
      securityContext: { fsGroup: 100 },
      volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'home' } }]
    },
    container: {
      env: [{ name: 'NB_PREFIX', value: PREFIX }],
      ports: [{ containerPort: 8888 }],
      readinessProbe: probe,
      volumeMounts: [{ name: 'home', mountPath: '/home/jovyan' }]
    }
  });
}
