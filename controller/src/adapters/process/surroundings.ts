/** What `jkf doctor` wants to know of this process and the system around it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, platform, release } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Surroundings } from '../../ports/process.js';

/** Where to look. */
export interface Places {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly runsFolder: string;
  /** A command of this program that ends with 0 at once. */
  readonly probeCommand: readonly string[];
}

export async function surroundings(places: Places): Promise<Surroundings> {
  const [runsFault, portFault, startFault, kubeconfig] = await Promise.all([
    faultOf(writable(places.runsFolder)),
    faultOf(openPort()),
    faultOf(startDetached(places.probeCommand)),
    findKubeconfig(places)
  ]);
  return {
    node: process.versions.node,
    system: `${platform()} ${release()} ${arch()}`,
    runsFolder: places.runsFolder,
    ...(runsFault === undefined ? {} : { runsFault }),
    ...(portFault === undefined ? {} : { portFault }),
    ...(startFault === undefined ? {} : { startFault }),
    ...(kubeconfig === undefined ? {} : { kubeconfig })
  };
}

/** The message of what it throws. */
async function faultOf(attempt: Promise<void>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function writable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK | constants.X_OK);
}

async function openPort(): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.close();
}

/** Longest time for a process to start, in milliseconds. */
const PATIENCE = 15_000;

async function startDetached(command: readonly string[]): Promise<void> {
  const [program = '', ...args] = command;
  const options = { detached: true, stdio: 'ignore', timeout: PATIENCE } as const;
  const child = spawn(program, args, options);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`it ended with ${String(code ?? signal)}`);
}

/** The first file that exists; nothing in it is contacted. */
async function findKubeconfig({
  env,
  home
}: Places): Promise<Surroundings['kubeconfig']> {
  const listed = env['KUBECONFIG']?.split(delimiter).filter(Boolean) ?? [];
  const paths = listed.length > 0 ? listed : [join(home, '.kube', 'config')];
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const context = /^current-context:\s*["']?([^"'\s#]+)/m.exec(text)?.[1];
    return { path, ...(context === undefined ? {} : { context }) };
  }
  return undefined;
}
