/** Starts a node in namespaces of its own, joins it to the host, and waits for it. */
import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustAll } from '../acts/run.js';
import { askStatus } from '../acts/order.js';
import { findNode, insideOf } from '../acts/processes.js';
import { hostNetwork } from '../plan/network.js';
import type { State } from '../plan/state.js';
import type { NodeStatus } from '../plan/status.js';
import { NODE_MARK } from '../plan/sweep.js';
import type { Instance } from './instance.js';

/** What the node's first process is told to run. */
export interface Supervisor {
  readonly command: readonly [string, ...string[]];
}

/** The first process only reaps; the kernel kills the rest with it. */
const REAP = 'shift; "$@" & wait $!';

const NAMESPACES = ['--net', '--mount', '--pid', '--ipc', '--uts'];

/** Starts the node's first processes. They outlive this command. */
export async function launchNode(
  instance: Instance,
  { command }: Supervisor,
  state: State
): Promise<void> {
  const { folder, nodeLog } = instance.paths;
  const log = await open(nodeLog, 'a', 0o600);
  const shell = ['/bin/sh', '-c', REAP, NODE_MARK, folder, ...command, folder];
  const child = spawn(
    'unshare',
    [...NAMESPACES, '--fork', '--kill-child', '--mount-proc', ...shell],
    { detached: true, stdio: ['ignore', log.fd, log.fd], cwd: '/' }
  );
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
  });
  child.unref();
  await log.close();
  const pid = await Promise.race([failed, insidePid(instance)]);
  await mustAll(hostNetwork(instance.names, state.addresses, pid));
}

const START_PATIENCE_MS = 10_000;
const STEP_MS = 20;

/** A process that is inside already. */
async function insidePid({ paths }: Instance): Promise<number> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (Date.now() < deadline) {
    const pid = await insideOf(await findNode(paths.folder));
    if (pid !== undefined) return pid;
    await sleep(STEP_MS);
  }
  throw new Error(`The node does not start. Its log: ${paths.nodeLog}`);
}

const READY_PATIENCE_MS = 300_000;
const READY_STEP_MS = 200;

/** Who watches while one waits. */
export interface Awaited {
  readonly signal: AbortSignal;
  /** Called when the number of components that answer has changed. */
  readonly progress: (ready: number, all: number) => void;
}

/** Waits until every component answers that has been started. */
export async function awaitNode(
  instance: Instance,
  { signal, progress }: Awaited
): Promise<void> {
  const deadline = Date.now() + READY_PATIENCE_MS;
  let last = -1;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const all = (await lookAt(instance))?.components ?? [];
    const ready = all.filter(({ state }) => state === 'ready').map(({ name }) => name);
    if (all.length > 0 && ready.length !== last) {
      progress((last = ready.length), all.length);
    }
    if (all.length > 0 && ready.length === all.length) return;
    await sleep(READY_STEP_MS);
  }
  throw new Error(
    'The node is not ready after five minutes. See: npm run cluster -- status'
  );
}

async function lookAt({ paths }: Instance): Promise<NodeStatus | undefined> {
  const status = await askStatus(paths.socket);
  if (status?.problem !== undefined) throw new Error(status.problem);
  if (!status && (await findNode(paths.folder)).length === 0) {
    throw new Error(`The node has ended. Its log: ${paths.nodeLog}`);
  }
  return status;
}

/** The folder must be there before the lock of its files can be. */
export async function ensureFolder({ paths }: Instance): Promise<void> {
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });
}
