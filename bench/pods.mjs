/** Real pods that print much, followed by a gateway: is a line lost or out of place. */
import { on } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, NAMESPACE } from './cluster.mjs';
import { Gateway, memoryOf } from './gateway.mjs';
import { section, table } from './measure.mjs';

const LOAD = { ranks: 8, rate: 500, seconds: 30 };
const LINES = LOAD.rate * LOAD.seconds;

const PROGRAM = `import time
begun = time.monotonic()
for line in range(${String(LINES)}):
    print("line", line, flush=True)
    ahead = line / ${String(LOAD.rate)} - (time.monotonic() - begun)
    if ahead > 0:
        time.sleep(ahead)
`;

export async function pods({ folder, python }) {
  const root = join(folder, 'pods');
  mkdirSync(root);
  writeFileSync(join(root, 'count.py'), PROGRAM);
  const cluster = await Cluster.up();
  try {
    const chosen = await settings(cluster);
    const env = { KUBECONFIG: cluster.kubeconfig };
    const gateway = await Gateway.start({ folder: root, root, python, env });
    const result = await followed(gateway, chosen).finally(() => gateway.stop());
    return report(result);
  } finally {
    await cluster.down();
  }
}

async function settings(cluster) {
  const context = (await cluster.kubectl('config', 'current-context')).trim();
  const cpu = 0.1;
  const memoryBytes = 64 * 2 ** 20;
  return {
    target: { kind: 'cluster', context, namespace: NAMESPACE },
    image: await cluster.image('python'),
    framework: 'none',
    ranks: LOAD.ranks,
    cluster: { kind: 'Job', cpu, memoryBytes, shmBytes: 16 * 2 ** 20 }
  };
}

/** Follows the run to its end; what came of each rank, and the gateway's highest memory. */
async function followed(gateway, chosen) {
  const feed = await gateway.openFeed();
  await gateway.launch('count', 'count.py', chosen);
  feed.send(JSON.stringify({ kind: 'follow', run: 'count' }));
  const next = new Array(LOAD.ranks).fill(0);
  const wrong = new Set();
  let memory = 0;
  for await (const [data] of on(feed, 'message')) {
    const message = JSON.parse(String(data));
    memory = Math.max(memory, memoryOf(gateway.pid) ?? 0);
    for (const item of message.items ?? []) {
      if (item.kind !== 'log' || !item.text.startsWith('line ')) continue;
      if (item.text !== `line ${String(next[item.rank])}`) wrong.add(item.rank);
      next[item.rank] += 1;
    }
    if (message.kind === 'complete') break;
  }
  feed.terminate();
  next.forEach((count, rank) => count === LINES || wrong.add(rank));
  return { wrong: [...wrong], memory };
}

function report({ wrong, memory }) {
  const { ranks, rate, seconds } = LOAD;
  return section({
    title: `${String(ranks)} pods that print ${String(rate)} lines a second each for ${String(seconds)} s, in a page’s feed`,
    text: table(
      ['', ''],
      [
        ['lines', String(ranks * LINES)],
        ['ranks with a line lost, doubled or out of place', String(wrong.length)],
        [
          'memory of the gateway, highest',
          `${String(Math.round(memory / 2 ** 20))} MiB`
        ]
      ]
    ),
    failures: wrong.length === 0 ? [] : [`lines of ranks ${wrong.join(', ')} are wrong`]
  });
}
