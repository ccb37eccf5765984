/** One command at a time on one cluster: a lock that the kernel takes back. */
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for another command: a cold build is the longest there is. */
const PATIENCE_MS = 60 * 60_000;
const STEP_MS = 500;

export interface Waiting {
  /** Called once when another process is at work. */
  readonly waiting?: () => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` while no other process holds the lock. The lock is a socket without a
 * file, so it ends with its holder, however that ends.
 */
export async function withLock<T>(
  name: string,
  around: Waiting,
  work: () => Promise<T>
): Promise<T> {
  const held = await acquire(name, around);
  try {
    return await work();
  } finally {
    held.close();
  }
}

async function acquire(name: string, { waiting, signal }: Waiting): Promise<Server> {
  const deadline = Date.now() + PATIENCE_MS;
  let told = false;
  while (Date.now() < deadline) {
    const server = await listen(`\0jupyterlab-kubeflow/${name}`);
    if (server) return server;
    if (!told) waiting?.();
    told = true;
    const wait = STEP_MS + Math.random() * STEP_MS;
    await sleep(wait, undefined, signal ? { signal } : {}).catch(() => undefined);
    signal?.throwIfAborted();
  }
  throw new Error(
    'Another cluster command has been at work for an hour. End it first.'
  );
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      resolve(server);
    });
  });
}
