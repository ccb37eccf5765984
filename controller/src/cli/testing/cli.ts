/** For tests of commands: whole command lines without adapters. */
import type { Command } from 'commander';
import type { Process } from '../../ports/process.js';
import type { RunTarget } from '../../ports/target.js';
import type { Planned, Services } from '../../service/services.js';
import type { Cli } from '../cli.js';
import { buildProgram, runCli } from '../program.js';
import { RecordedProcess } from './process.js';
import { NOW } from './runs.js';
import { ScriptedTarget } from './target.js';

/** Services over a target; `planned` is every plan's answer. */
export function scriptedServices(target: RunTarget, planned?: Planned): Services {
  const absent = (): Promise<never> => Promise.reject(new Error('not scripted'));
  return {
    planner: {
      convert: absent,
      plan: () => (planned ? Promise.resolve(planned) : absent())
    },
    places: {
      clusters: absent,
      choices: absent,
      manifests: absent,
      workload: absent,
      edited: absent,
      packages: absent,
      prepare: absent
    },
    at: absent,
    images: { build: absent, pack: absent, prepare: absent, discard: absent },
    packages: { find: absent, build: absent, missing: absent },
    builds: { run: absent },
    runs: {
      target,
      start: plan =>
        target.launch({ id: plan.plan.name, plan: plan.plan, bundle: plan.bundle }),
      rerun: (from, parameters) => target.rerun({ id: 'again', from, parameters })
    },
    kernels: {
      find: absent,
      list: absent,
      named: absent,
      inspect: absent,
      compile: absent
    },
    machine: { facts: absent },
    clock: { now: () => NOW }
  };
}

/** What a command line did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line's surroundings without adapters. */
export function testCli(
  services: Partial<Services> = {},
  process: Process = new RecordedProcess()
): Cli {
  const base = scriptedServices(new ScriptedTarget([]));
  return {
    process,
    program: 'jkf',
    version: '1.2.3',
    services: () => Promise.resolve({ ...base, ...services }),
    helperPackage: () => Promise.resolve({ 'jkf_runner/__init__.py': '# helpers\n' }),
    supervise: () => Promise.resolve(0),
    sweep: () => Promise.resolve(0),
    gateway: () => Promise.resolve(0)
  };
}

/** The commands, to be looked at. */
export function testProgram(): Command {
  return buildProgram(testCli(), () => undefined);
}

/** Runs a command line, as typed but split at spaces. */
export async function runLine(
  line: string,
  services: Partial<Services> = {},
  process = new RecordedProcess()
): Promise<Outcome> {
  const args = line.split(' ').filter(Boolean);
  const code = await runCli(testCli(services, process), args);
  return { code, out: process.terminal.out.text, err: process.terminal.err.text };
}
