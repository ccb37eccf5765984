/**
 * From the click to the first line that the training prints, on a cluster: beside
 * `kubectl apply` of the same objects, and the Kubeflow SDK on the same runtime. Every
 * program prints the time at which it starts, so that nobody's way of fetching logs counts.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureEnv } from '../scripts/envs.mjs';
import { Cluster, NAMESPACE } from './cluster.mjs';
import { Gateway } from './gateway.mjs';
import { median, section, table, time } from './measure.mjs';
import { notebookText } from './notebooks.mjs';

const COUNT = 5;
const NOTEBOOK = 'said.ipynb';
const CELL = 'import time\nprint("started", time.time(), flush=True)';

const GOALS = { kubectl: 1.15, sdk: 1 };

/** What every side gives its pod. */
const RESOURCES = { cpu: '1', memory: '1Gi' };
const CHOSEN = { cpu: 1, memoryBytes: 960 * 2 ** 20, shmBytes: 64 * 2 ** 20 };

const RUN_LABEL = 'jupyterlab-kubeflow.io/run';

/** Debian's PyTorch, 1.13 on Python 3.11, cannot read that nothing is to be redirected. */
const TORCHRUN = [
  { name: 'PET_REDIRECTS', value: '1' },
  { name: 'PET_TEE', value: '1' }
];

/** A runtime as Trainer's own ones are: of no framework, or of PyTorch. */
function runtime(name, image, { policy = {}, env = [] } = {}) {
  const labels = { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' };
  const pod = { spec: { containers: [{ name: 'node', image, env }] } };
  const template = { metadata: { labels }, spec: { template: pod } };
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'ClusterTrainingRuntime',
    metadata: { name, labels: { 'trainer.kubeflow.org/framework': name } },
    spec: {
      mlPolicy: { numNodes: 1, ...policy },
      template: { spec: { replicatedJobs: [{ name: 'node', template }] } }
    }
  };
}

/** Milliseconds since 1970 at which the pod with this label has printed its line. */
async function printedBy(cluster, label) {
  for (let tries = 0; tries < 300; tries++) {
    const text = await cluster
      .kubectl('logs', '--selector', label, '--all-containers', '--tail', '-1')
      .catch(() => '');
    const [, seconds] = /started ([\d.]+)$/m.exec(text) ?? [];
    if (seconds) return Number(seconds) * 1000;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`no line from ${label}`);
}

async function sdk(cluster) {
  const { python } = await ensureEnv('sdk', {
    log: line => process.stderr.write(`${line}\n`)
  });
  const script = join(import.meta.dirname, 'sdk_peer.py');
  const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, NAMESPACE };
  const child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    train: async name => {
      child.stdin.write(`${JSON.stringify({ runtime: name, resources: RESOURCES })}\n`);
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.kill()
  };
}

/** Sides of one kind, each a function that gives the milliseconds of one start. */
function sidesOf({ cluster, gateway, peer, target }, { kind, image, runtimeName }) {
  const workload = { kind, ...CHOSEN };
  if (runtimeName) {
    workload.runtime = { name: runtimeName, kind: 'ClusterTrainingRuntime' };
  }
  const settings = { target, image, cluster: workload };
  let number = 0;
  const prefix = `${kind}-${runtimeName ?? 'own'}`.toLowerCase();
  const sides = {
    jkf: async () => {
      const id = `${prefix}-${String(++number)}`;
      const called = Date.now();
      await gateway.launch(id, NOTEBOOK, settings);
      return (await printedBy(cluster, `${RUN_LABEL}=${id}`)) - called;
    },
    kubectl: async () => {
      const objects = await gateway.manifests(NOTEBOOK, settings);
      const id = objects[0].metadata.labels[RUN_LABEL];
      const called = Date.now();
      await cluster.apply(...objects);
      return (await printedBy(cluster, `${RUN_LABEL}=${id}`)) - called;
    }
  };
  if (!runtimeName) return sides;
  const train = async () => {
    const { name, called } = await peer.train(runtimeName);
    const label = `jobset.sigs.k8s.io/jobset-name=${name}`;
    return (await printedBy(cluster, label)) - called * 1000;
  };
  return { ...sides, sdk: train };
}

/** Until no pod has the node's processors any more: the next one would wait for them. */
async function idle(cluster) {
  const going = '--field-selector=status.phase!=Succeeded,status.phase!=Failed';
  for (let tries = 0; tries < 300; tries++) {
    const pods = await cluster.kubectl('get', 'pods', going, '-o', 'name');
    if (pods.trim() === '') return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('a pod does not end');
}

/** All sides in turn, so that what the machine does besides meets each alike. */
async function medians(cluster, sides) {
  const times = Object.fromEntries(Object.keys(sides).map(name => [name, []]));
  for (let i = 0; i <= COUNT; i++) {
    for (const [name, start] of Object.entries(sides)) {
      await idle(cluster);
      const taken = await start();
      if (i > 0) times[name].push(taken);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, median(all)])
  );
}

async function prepared(cluster, { folder, python }) {
  const root = join(folder, 'click');
  mkdirSync(root);
  writeFileSync(join(root, NOTEBOOK), notebookText([CELL]));
  const [image, torch] = [await cluster.image('python'), await cluster.image('torch')];
  await cluster.apply(
    runtime('plain', image),
    runtime('torch', torch, { policy: { torch: {} }, env: TORCHRUN })
  );
  const env = { KUBECONFIG: cluster.kubeconfig };
  const gateway = await Gateway.start({ folder: root, root, python, env });
  const context = (await cluster.kubectl('config', 'current-context')).trim();
  const target = { kind: 'cluster', context, namespace: NAMESPACE };
  return { cluster, gateway, target, image, torch };
}

export async function click({ folder, python }) {
  const cluster = await Cluster.up('trainer');
  try {
    return report(await measured(await prepared(cluster, { folder, python })));
  } finally {
    await cluster.down();
  }
}

async function measured(place) {
  const { gateway, cluster, image, torch } = place;
  const peer = await sdk(cluster);
  const kinds = [
    ['Job', { kind: 'Job', image }],
    [
      'TrainJob, runtime of PyTorch',
      { kind: 'TrainJob', image: torch, runtimeName: 'torch' }
    ],
    ['TrainJob, plain runtime', { kind: 'TrainJob', image, runtimeName: 'plain' }]
  ];
  try {
    const results = [];
    for (const [name, kind] of kinds) {
      results.push([name, await medians(cluster, sidesOf({ ...place, peer }, kind))]);
    }
    return results;
  } finally {
    peer.stop();
    await gateway.stop();
  }
}

const ratio = (one, other) => `${(one / other).toFixed(2)} times`;

function report(results) {
  const rows = results.map(([name, { jkf, kubectl, sdk: other }]) => [
    name,
    time(jkf),
    time(kubectl),
    ratio(jkf, kubectl),
    other ? time(other) : '',
    other ? ratio(jkf, other) : ''
  ]);
  const head = ['', 'jkf', 'kubectl apply', 'jkf against it', 'SDK', 'jkf against it'];
  return section({
    title: 'From the click to the first line of the training, on a cluster',
    text: table(head, rows),
    failures: results.flatMap(([name, times]) => missed(name, times))
  });
}

function missed(name, { jkf, ...others }) {
  return Object.entries(others)
    .filter(([peer, value]) => jkf > value * GOALS[peer])
    .map(([peer, value]) => `${name}: ${ratio(jkf, value)} as long as ${peer}`);
}
