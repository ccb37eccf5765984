/** What runs cost: the wait for the first line, and the gateway's memory. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Gateway, memoryOf } from './gateway.mjs';
import { median, section, table, time } from './measure.mjs';
import { notebookText } from './notebooks.mjs';

const COUNT = 9;

const HELLO = 'hello.ipynb';

/** A folder with a notebook that says one line. */
function place(folder, name) {
  const root = join(folder, name);
  mkdirSync(root);
  writeFileSync(join(root, HELLO), notebookText(['print("hello")']));
  return root;
}

/** From the request to start to the first line in the feed; beside nbclient, which starts a kernel. */
export async function firstLine({ folder, python }) {
  const root = place(folder, 'first-line');
  const gateway = await Gateway.start({ folder: root, root, python });
  const ours = [];
  for (let i = 0; i <= COUNT; i++) {
    ours.push(await gateway.timesOf(`hello-${String(i)}`, HELLO));
  }
  await gateway.stop();
  const peer = await nbclientTimes(python, join(root, HELLO));
  // The first start fills what is kept of kernel and interpreter.
  const middle = key => median(ours.slice(1).map(times => times[key]));
  const rows = [
    ['jkf', middle('line'), middle('complete')],
    [
      'nbclient (papermill, jupyter-scheduler)',
      median(peer.line),
      median(peer.complete)
    ]
  ];
  const ratio = rows[1][1] / rows[0][1];
  return section({
    title: 'A run of one line, from the request to what is seen of it',
    text: table(
      ['', 'first line', 'ended'],
      [
        ...rows.map(([name, ...times]) => [name, ...times.map(time)]),
        ['nbclient against jkf', `${ratio.toFixed(1)} times`, '']
      ]
    ),
    failures: ratio > 1 ? [] : ['the first line comes later than from nbclient']
  });
}

async function nbclientTimes(python, path) {
  const script = join(import.meta.dirname, 'nbclient_peer.py');
  const args = [script, path, String(COUNT)];
  const { stdout } = await promisify(execFile)(python, args);
  return JSON.parse(stdout);
}

/** Runs in the list of a gateway that has seen a working day. */
const RUNS = 50;

/** Memory of the gateway: at rest, and with runs that a page looks at. */
export async function gatewayMemory({ folder, python }) {
  const root = place(folder, 'memory');
  const gateway = await Gateway.start({ folder: root, root, python });
  const rows = [
    ['Node.js with an empty program, to compare', await emptyProgram()],
    ['gateway, nothing asked yet', memoryOf(gateway.pid)]
  ];
  const feed = await gateway.openFeed();
  for (let i = 0; i < RUNS; i++) await gateway.timesOf(`run-${String(i)}`, HELLO);
  rows.push([`gateway after ${String(RUNS)} runs, a page open`, memoryOf(gateway.pid)]);
  feed.terminate();
  await gateway.stop();
  return section({
    title: 'Memory of the gateway (resident)',
    text: table(
      ['', 'memory'],
      rows.map(([name, bytes]) => [name, mebibytes(bytes)])
    ),
    failures: []
  });
}

async function emptyProgram() {
  const program = 'process.stdout.write("."); process.stdin.resume()';
  const child = spawn(process.execPath, ['-e', program]);
  await once(child.stdout, 'data');
  const memory = memoryOf(child.pid);
  child.kill();
  return memory;
}

function mebibytes(bytes) {
  return bytes === undefined
    ? 'only measured on Linux'
    : `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
