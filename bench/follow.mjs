/** Following many ranks that write much: is a line lost, and what does it cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { section, table } from './measure.mjs';

const LIB = new URL('../controller/lib/', import.meta.url);
const { KubernetesClusters } = await import(
  new URL('adapters/kubernetes/clusters.js', LIB)
);
const { realTiming } = await import(new URL('adapters/kubernetes/timing.js', LIB));
const { RankCopy } = await import(new URL('adapters/cluster-runs/rank-copy.js', LIB));
const { makeRank } = await import(new URL('adapters/cluster-runs/mirror.js', LIB));
const { RANK_FILES, rankFolder } = await import(
  new URL('adapters/run-folder/layout.js', LIB)
);

const LOAD = { ranks: 64, rate: 20_000, seconds: 60 };

/** Memory may rise by this much between the first third and the last: it is a heap, not a store. */
const FLAT = 1.5;

async function source({ ranks, rate, seconds }) {
  const script = join(import.meta.dirname, 'log_source.mjs');
  const child = spawn(process.execPath, [script, ranks, rate, seconds].map(String), {
    stdio: ['ignore', 'pipe', 'inherit']
  });
  const [port] = await once(child.stdout, 'data');
  return {
    server: `http://127.0.0.1:${String(port).trim()}`,
    stop: () => child.kill()
  };
}

function kubeconfig(folder, server) {
  const path = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server } }],
    users: [{ name: 'bench', user: { token: 'none' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }]
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const podOf = name => ({
  metadata: { name, namespace: 'bench', uid: name },
  spec: { restartPolicy: 'Never', nodeName: 'n', containers: [{ name: 'main' }] },
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'main', restartCount: 0, state: { running: {} } }]
  }
});

/** Every rank copied to its end, as the gateway does. */
async function copied(api, folder, ranks) {
  const clock = { now: () => Date.now() };
  const { signal } = new AbortController();
  await Promise.all(
    Array.from({ length: ranks }, (_, rank) => {
      const path = makeRank(folder, rank);
      return new Promise(changed => {
        const deps = { api, clock, signal, event: () => undefined, changed };
        new RankCopy(path, deps).look(podOf(`rank-${String(rank)}`));
      });
    })
  );
}

/** Ranks whose log is not exactly their lines in order. */
function wrong(folder, { ranks, rate, seconds }) {
  const each = Math.floor((rate * seconds) / ranks);
  return Array.from({ length: ranks }, (_, rank) => rank).filter(rank => {
    const text = readFileSync(join(rankFolder(folder, rank), RANK_FILES.log), 'utf8');
    const lines = text.trimEnd().split('\n');
    return lines.length !== each || !lines.every(isInPlace);
  });
}

const isInPlace = (line, i) => line.startsWith(`line ${String(i)} `);

export async function follow({ folder }) {
  const mirror = join(folder, 'follow');
  mkdirSync(mirror);
  const logs = await source(LOAD);
  const env = { KUBECONFIG: kubeconfig(folder, logs.server) };
  const timing = realTiming({ now: () => Date.now() }, Math.random);
  const clusters = new KubernetesClusters({ env, home: folder, timing });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const memory = [];
  const sample = setInterval(() => memory.push(process.memoryUsage().rss), 1000);
  delay.enable();
  try {
    await copied(await clusters.open('bench'), mirror, LOAD.ranks);
  } finally {
    delay.disable();
    clearInterval(sample);
    clusters.close();
    logs.stop();
  }
  return report({ memory, delay, faults: wrong(mirror, LOAD) });
}

function report({ memory, delay, faults }) {
  const third = Math.floor(memory.length / 3);
  const [early, late] = [memory.slice(0, third), memory.slice(-third)].map(peak);
  const { ranks, rate, seconds } = LOAD;
  const mib = bytes => `${String(Math.round(bytes / 2 ** 20))} MiB`;
  const rows = [
    ['lines', String(Math.floor((rate * seconds) / ranks) * ranks)],
    ['ranks with a line lost, doubled or out of place', String(faults.length)],
    [
      'memory, highest in the first and in the last third',
      `${mib(early)}, ${mib(late)}`
    ],
    [
      'delay of the event loop, 99th percentile',
      `${(delay.percentile(99) / 1e6).toFixed(0)} ms`
    ]
  ];
  return section({
    title: `${String(ranks)} ranks that write ${String(rate)} lines a second for ${String(seconds)} s`,
    text: table(['', ''], rows),
    failures: [
      ...(faults.length > 0 ? [`lines of ranks ${faults.join(', ')} are wrong`] : []),
      ...(late > early * FLAT ? ['memory grows while ranks are followed'] : [])
    ]
  });
}

const peak = values => Math.max(...values);
