/** JupyterLab in a pod, with nothing but its service account and the shipped Role, starts runs. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { noCluster, Place, pod } from './support/cluster.js';
import { must, type Outcome } from './support/cli.js';
import { pushed } from './support/images.js';

const IMAGE_MS = 20 * 60_000;
const RUN_MS = 5 * 60_000;
const ROOT = join(import.meta.dirname, '..', '..');

const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' } },
  cells: [
    {
      cell_type: 'code',
      id: 'one',
      metadata: {},
      execution_count: null,
      outputs: [],
      source: 'import os\nprint("loss=0.25 in", os.environ["JKF_RUN_ID"])'
    }
  ]
});

describe.skipIf(noCluster !== '')(`jkf in a pod${noCluster}`, () => {
  const place = noCluster === '' ? new Place('in-pod') : (undefined as never);
  const other = noCluster === '' ? new Place('in-pod-other') : (undefined as never);
  let image = '';
  const inside = (...command: string[]): Promise<Outcome> =>
    place.kubectl('exec', 'lab', '--', ...command);

  beforeAll(async () => {
    await place.make();
    await other.make();
    image = await pushed('notebook', place.status.registries.open);
    await place.must('create', 'serviceaccount', 'lab');
    const role = await must(place.status.kubectl, [
      'kustomize',
      join(ROOT, 'manifests', 'user')
    ]);
    await place.mustApply(...documents(role), binding());
    const spec = { serviceAccountName: 'lab' };
    await place.mustApply(pod('lab', { image, command: ['sleep', '3600'], spec }));
    await place.wait('pod/lab', 'condition=Ready', 180);
    await inside('sh', '-c', `cat > /tmp/hello.ipynb <<'END'\n${NOTEBOOK}\nEND`);
  }, IMAGE_MS);
  afterAll(async () => {
    await place.remove();
    await other.remove();
  });

  it(
    'finds its own namespace, submits a run there and follows it to its end',
    async () => {
      const where = ['--target', 'in-cluster', '--image', image];
      const small = ['--cpu', '0.25', '--memory', '512MiB'];
      const ran = await inside('jkf', 'run', '/tmp/hello.ipynb', ...where, ...small);
      expect(ran.stderr + ran.stdout).toMatch(/loss=0\.25 in hello-\w+/);
      expect(ran.code).toBe(0);
    },
    RUN_MS
  );

  it('may do nothing in another namespace, and says which right is missing', async () => {
    const where = ['--target', 'in-cluster/in-pod-other', '--image', image];
    const { code, stdout } = await inside(
      ...['jkf', 'plan', '/tmp/hello.ipynb', ...where, '-o', 'json']
    );
    expect(code).toBe(2);
    const { checks } = JSON.parse(stdout) as {
      checks: { outcome: string; problem?: { params: Record<string, unknown> } }[];
    };
    const verbs = checks
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ problem }) => problem?.params['verb']);
    expect(verbs).toContain('create');
  });
});

const documents = (yaml: string): object[] =>
  parseAllDocuments(yaml).map(document => document.toJS() as object);

const binding = (): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'lab' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'Role',
    name: 'jupyterlab-kubeflow-user'
  },
  subjects: [{ kind: 'ServiceAccount', name: 'lab' }]
});
