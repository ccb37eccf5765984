/** The parts of a built-in cluster: its engines, the system's containerd, its images. */
import { join } from 'node:path';
import { ensureEngines, type BuiltEngine } from '../../engines/ensure.js';
import type { EngineName } from '../../engines/table.js';
import { describe } from '../../engines/progress.js';
import { ROOT } from '../../folders.js';
import { must } from '../acts/run.js';
import type { Program } from '../plan/components.js';
import type { Instance } from './instance.js';
import { Kubectl } from './kubectl.js';
import type { Supervisor } from './launch.js';

/** Engines without which there is no cluster. */
export const ENGINES = ['node'] as const;

export type Engines = Readonly<Record<(typeof ENGINES)[number], BuiltEngine>>;

/** A person wants to see that it goes on, a log wants to stay readable. */
const PROGRESS_MS = 5000;

/** Builds what is not built yet, with a line of progress now and then. */
export async function builtEngines<Name extends EngineName>(
  names: readonly Name[],
  say: (line: string) => void,
  signal: AbortSignal
): Promise<Readonly<Record<Name, BuiltEngine>>> {
  const started = performance.now();
  let last = 0;
  return ensureEngines(names, {
    signal,
    onProgress: states => {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      say(`Building engines: ${describe(states, (now - started) / 1000)}`);
    }
  });
}

/** Finds a component's program among engines and system. */
export async function programs(engines: Engines): Promise<(name: string) => Program> {
  const system = { containerd: await containerdProgram() };
  const own = Object.values(engines).flatMap(programsOf);
  const all = new Map<string, Program>([...own, ...Object.entries(system)]);
  return name => {
    const found = all.get(name);
    if (found) return found;
    throw new Error(`No engine brings the program ${name}.`);
  };
}

/** Programs of our own are of the version of the Kubernetes they serve. */
function programsOf({ binaries, version, versions }: BuiltEngine): [string, Program][] {
  return Object.entries(binaries).map(([name, path]) => [
    name,
    { path, version: versions[name] ?? version ?? '' }
  ]);
}

/** Debian's containerd prints `containerd github.com/… 1.6.20~ds1 …`. */
async function containerdProgram(): Promise<Program> {
  const text = await must(['containerd', '--version']);
  return { path: 'containerd', version: text.trim().split(/\s+/)[2] ?? '' };
}

export function kubectlOf(
  engines: Engines,
  { paths }: Instance,
  signal: AbortSignal
): Kubectl {
  const program = engines.node.binaries['kubectl'] ?? '';
  return new Kubectl(program, paths.kubeconfig, signal);
}

/** This program, told to supervise a node. */
export const supervisor: Supervisor = {
  command: [
    process.execPath,
    join(ROOT, 'dev', 'lib', 'main.js'),
    'cluster',
    'supervise'
  ]
};
