/** The parts of a built-in cluster: its engines, its images. */
import { join } from 'node:path';
import { ensureEngines, type BuiltEngine } from '../../engines/ensure.js';
import type { EngineName } from '../../engines/table.js';
import { describe } from '../../engines/progress.js';
import { ROOT } from '../../folders.js';
import type { Program } from '../plan/components.js';
import type { Instance } from './instance.js';
import { Kubectl } from './kubectl.js';
import type { Supervisor } from './launch.js';

/** Engines without which there is no cluster. */
export const ENGINES = ['node', 'containerd', 'containerd-shim'] as const;

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

/** Finds a component's program among the engines. */
export function programs(engines: Engines): (name: string) => Program {
  const all = new Map(Object.values(engines).flatMap(programsOf));
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
