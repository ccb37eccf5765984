/** For tests of commands: a process that records what is written, and services without adapters. */
import type { Command } from 'commander';
import {
  fail,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { Output, Process, SignalName } from '../ports/process.js';
import type { RunTarget } from '../ports/target.js';
import type { Planned, Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { buildProgram, runCli } from './program.js';

/** A stream that keeps what it is given. */
export class RecordedOutput implements Output {
  readonly #closed = new AbortController();
  text = '';
  readonly closed: AbortSignal = this.#closed.signal;

  constructor(
    readonly isTTY = false,
    readonly colours = false,
    readonly width = 100
  ) {}

  columns(): number {
    return this.width;
  }

  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }

  /** The reader goes away. */
  close(): void {
    this.#closed.abort();
  }
}

/** A process whose signals and timers are played by the test. */
export class RecordedProcess implements Process {
  readonly #handlers = new Map<SignalName, () => void>();
  readonly #ticks = new Set<() => void>();
  readonly written = new Map<string, string>();
  readonly cwd = '/work';
  readonly debug = false;
  readonly terminal: { readonly out: RecordedOutput; readonly err: RecordedOutput };
  readonly files = {
    write: (path: string, text: string): Promise<void> => {
      this.written.set(path, text);
      return Promise.resolve();
    },
    isFolder: (path: string): Promise<boolean> => Promise.resolve(path === '/work/dir'),
    size: (): Promise<number> => Promise.resolve(2048)
  };

  constructor(out = new RecordedOutput(), err = new RecordedOutput()) {
    this.terminal = { out, err };
  }

  onSignal(name: SignalName, handler: () => void): () => void {
    this.#handlers.set(name, handler);
    return () => this.#handlers.delete(name);
  }

  every(_milliseconds: number, tick: () => void): () => void {
    this.#ticks.add(tick);
    return () => this.#ticks.delete(tick);
  }

  surroundings(): ReturnType<Process['surroundings']> {
    return Promise.resolve({
      node: '24.0.0',
      system: 'linux 6 x64',
      runsFolder: '/home/me/runs'
    });
  }

  /** Plays a signal; false when nobody handles it. */
  signal(name: SignalName): boolean {
    this.#handlers.get(name)?.();
    return this.#handlers.has(name);
  }

  /** Plays one turn of all timers. */
  tick(): void {
    this.#ticks.forEach(tick => {
      tick();
    });
  }
}

/** A target whose runs and their items are given; `cancel` and `remove` are kept. */
export class ScriptedTarget implements RunTarget {
  readonly cancelled: string[] = [];
  readonly removed: string[] = [];
  /** Called before an item is given: the moment to play a signal. */
  beforeItem: (index: number) => void = () => undefined;

  constructor(
    readonly runs: readonly Run[],
    readonly items: readonly Followed[] = [],
    readonly files: readonly OutputFile[] = []
  ) {}

  launch(): Promise<Run> {
    return Promise.resolve(this.#newest());
  }

  rerun(): Promise<Run> {
    return Promise.resolve(this.#newest());
  }

  list(): Promise<Run[]> {
    return Promise.resolve([...this.runs]);
  }

  get(id: string): Promise<Run> {
    const run = this.runs.find(each => each.id === id);
    return run ? Promise.resolve(run) : Promise.reject(new Error(id));
  }

  plan(): Promise<Plan> {
    return Promise.reject(new Error('there is no plan'));
  }

  async *follow(
    _id: string,
    { signal }: { signal?: AbortSignal } = {}
  ): AsyncGenerator<Followed> {
    for (const [index, item] of this.items.entries()) {
      await Promise.resolve();
      this.beforeItem(index);
      if (signal?.aborted) return;
      yield item;
    }
  }

  cancel(id: string): Promise<void> {
    this.cancelled.push(id);
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.removed.push(id);
    return Promise.resolve();
  }

  outputs(): Promise<OutputFile[]> {
    return Promise.resolve([...this.files]);
  }

  #newest(): Run {
    return this.runs[0] ?? fail('runs-none', {});
  }
}

/** The time on every test's clock. */
export const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);

/** Services over a target; `planned` is every plan's answer. */
export function scriptedServices(target: RunTarget, planned?: Planned): Services {
  const absent = (): Promise<never> => Promise.reject(new Error('not scripted'));
  return {
    planner: {
      convert: absent,
      plan: () => (planned ? Promise.resolve(planned) : absent())
    },
    runs: {
      target,
      start: plan =>
        target.launch({ id: plan.plan.name, plan: plan.plan, bundle: plan.bundle }),
      rerun: (from, parameters) => target.rerun({ id: 'again', from, parameters })
    },
    kernels: { find: absent, named: absent, inspect: absent, compile: absent },
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
    version: '1.2.3',
    services: () => Promise.resolve({ ...base, ...services }),
    helperPackage: () => Promise.resolve({ 'jkf_runner/__init__.py': '# helpers\n' }),
    supervise: () => Promise.resolve(0),
    sweep: () => Promise.resolve(0)
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

/** A run that is running, on so many ranks. */
export function aLiveRun(ranks: number, changes: Partial<Run> = {}): Run {
  return {
    id: 'digits-x7k2m',
    name: 'digits',
    state: 'running',
    framework: 'none',
    source: 'digits.ipynb',
    createdAt: NOW - 120_000,
    startedAt: NOW - 72_000,
    ranks: Array.from({ length: ranks }, (_, rank) => ({
      rank,
      role: 'worker',
      index: rank,
      state: 'running'
    })),
    metrics: {},
    ...changes
  };
}

/** A run that has succeeded, with changes. */
export function aRun(changes: Partial<Run> = {}): Run {
  const ranks = [
    { rank: 0, role: 'worker', index: 0, state: 'succeeded', exitCode: 0 } as const
  ];
  const ended = { state: 'succeeded', endedAt: NOW, ranks } as const;
  const folder = '/home/me/runs/digits';
  return aLiveRun(1, { ...ended, ranks: [...ranks], folder, ...changes });
}
