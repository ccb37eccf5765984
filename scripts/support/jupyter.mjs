/** A JupyterLab of our own: started, waited for, stopped with us. Built-ins only. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';

/** What the server writes. */
export const LOG = join(CACHE, 'jupyter', 'server.log');

/** The port people know, when it is free. */
const USUAL_PORT = 8888;

/** Milliseconds for the first answer, and from the wish to stop to the end. */
const START_MS = 120_000;
const ANSWER_MS = 5000;
const STOP_MS = 10_000;

/**
 * @param {{python: string, root: string, env: Record<string, string | undefined>,
 *   browser: boolean, port?: number}} options `port`: this one or none; absent: 8888,
 *   or any that is free
 * @returns {Promise<{url: string, ended: Promise<number>, stop: () => void}>} once it
 *   answers; `ended`: its exit code
 * @throws {Error} with the end of its log when it does not start
 */
export async function startLab({ python, root, env, browser, port }) {
  const token = randomBytes(24).toString('hex');
  const chosen = await choosePort(port);
  mkdirSync(join(LOG, '..'), { recursive: true });
  const log = openSync(LOG, 'w');
  const child = spawn(python, labArguments({ root, browser, token, port: chosen }), {
    cwd: root,
    env,
    // Of its own group: Ctrl-C comes to us, and Jupyter need not ask whether it is meant.
    detached: true,
    stdio: ['ignore', log, log]
  });
  const ended = new Promise(done => {
    child.on('error', () => done(127));
    child.on('exit', code => done(code ?? 1));
  });
  const base = `http://127.0.0.1:${String(chosen)}`;
  const stop = () => stopChild(child);
  await answers(`${base}/api`, ended).catch(error => {
    stop();
    throw error;
  });
  return { url: `${base}/lab?token=${token}`, ended, stop };
}

function labArguments({ root, browser, token, port }) {
  return [
    ...['-m', 'jupyterlab', '--ip=127.0.0.1', '--allow-root'],
    ...[`--port=${String(port)}`, '--ServerApp.port_retries=0'],
    ...(browser ? [] : ['--no-browser']),
    `--ServerApp.root_dir=${root}`,
    `--IdentityProvider.token=${token}`,
    '--LabApp.news_url=',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly'
  ];
}

async function answers(url, ended) {
  const deadline = Date.now() + START_MS;
  let code;
  void ended.then(value => (code = value));
  while (code === undefined && Date.now() < deadline) {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(url, { signal }).catch(() => undefined);
    // Another program may hold the port: then ours has ended, and says so.
    if (answer?.ok && code === undefined) return;
    await sleep(100);
  }
  const words = readFileSync(LOG, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`JupyterLab does not start:\n${words}\nAll of its log: ${LOG}`);
}

function stopChild(child) {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
}

async function choosePort(wanted) {
  if (wanted === undefined) return (await probe(USUAL_PORT)) ?? (await probe(0));
  if (await probe(wanted)) return wanted;
  throw new Error(`Port ${String(wanted)} is taken. Choose another: --port NUMBER`);
}

/** The port, when nobody listens there; 0 is any. */
function probe(port) {
  return new Promise(done => {
    const server = createServer();
    server.on('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address();
      server.close(() => done(found));
    });
  });
}
