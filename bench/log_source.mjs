/**
 * A server that speaks the API of pods' logs: so many ranks, so many lines a second in
 * all, for so many seconds. Says its address on the first line; a process of its own, so
 * that its work is not that of who is measured.
 */
import { createServer } from 'node:http';

const [ranks, rate, seconds] = process.argv.slice(2).map(Number);
const STEP = 50;

const started = new Map();

/** Lines that a rank has written by now. */
function due(pod) {
  const age = Date.now() - started.get(pod);
  const most = Math.floor((rate * seconds) / ranks);
  return Math.min(most, Math.floor((age / 1000) * (rate / ranks)));
}

function write(pod, response) {
  let next = 0;
  const timer = setInterval(() => {
    const end = due(pod);
    let text = '';
    for (; next < end; next++) {
      text += `${stamp(next)} line ${String(next)} loss=0.5 ${'x'.repeat(60)}\n`;
    }
    if (text !== '') response.write(text);
    if (next >= Math.floor((rate * seconds) / ranks)) response.end();
  }, STEP);
  response.on('close', () => clearInterval(timer));
}

const start = Date.now();

/** Time of a line, to the nanosecond, as kubelets write it. */
function stamp(line) {
  const ms = (line * 1000 * ranks) / rate;
  const date = new Date(start + Math.floor(ms)).toISOString().slice(0, 20);
  const nanos = Math.floor((start + ms) * 1e6) % 1e9;
  return `${date}${String(nanos).padStart(9, '0')}Z`;
}

function podOf(name) {
  const total = Math.floor((rate * seconds) / ranks);
  const over = started.has(name) && due(name) >= total;
  const state = over ? { terminated: { exitCode: 0 } } : { running: {} };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: 'bench', uid: name },
    spec: { restartPolicy: 'Never', nodeName: 'n', containers: [{ name: 'main' }] },
    status: {
      phase: over ? 'Succeeded' : 'Running',
      containerStatuses: [{ name: 'main', restartCount: 0, state }]
    }
  };
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, pod = '', log] = /\/pods\/([^/]+)(\/log)?$/.exec(pathname) ?? [];
  if (!log) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(podOf(pod)));
    return;
  }
  if (searchParams.get('follow') !== 'true') {
    response.end();
    return;
  }
  if (!started.has(pod)) started.set(pod, Date.now());
  write(pod, response);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${String(server.address().port)}\n`);
});
