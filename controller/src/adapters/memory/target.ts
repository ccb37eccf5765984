/** A target without processes: runs follow a program of steps, for tests of what is above. */
import {
  fail,
  type Cursor,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { hasEnded, whenTold } from '../../core/run/ended.js';
import { firstState, newestFirst, withParameters } from '../../core/run/launched.js';
import type { Clock } from '../../ports/clock.js';
import type {
  FollowOptions,
  LaunchRequest,
  OpenFile,
  RerunRequest,
  RunTarget
} from '../../ports/target.js';
import { isBehind, type Entry } from './journal.js';
import type { Program } from './program.js';
import { MemoryRun } from './run.js';

export type { Program, Step } from './program.js';

const NOTHING_READ: Cursor = { logs: {}, events: {} };

export class MemoryTarget implements RunTarget {
  readonly #clock: Clock;
  readonly #program: (request: LaunchRequest) => Program;
  readonly #runs = new Map<string, MemoryRun>();

  /** @param program - what the ranks of a launched run do */
  constructor(clock: Clock, program: (request: LaunchRequest) => Program) {
    this.#clock = clock;
    this.#program = program;
  }

  async launch(request: LaunchRequest): Promise<Run> {
    return Promise.resolve(this.#start(request));
  }

  async rerun({ id, from, parameters }: RerunRequest): Promise<Run> {
    const { plan, bundle } = this.#known(from);
    const request = { id, plan: withParameters(plan, parameters), bundle };
    return Promise.resolve(this.#start(request, from));
  }

  async list(): Promise<Run[]> {
    return Promise.resolve(newestFirst([...this.#runs.values()].map(({ run }) => run)));
  }

  async get(id: string): Promise<Run> {
    return Promise.resolve(this.#known(id).run);
  }

  async plan(id: string): Promise<Plan> {
    return Promise.resolve(this.#known(id).plan);
  }

  async *follow(id: string, options: FollowOptions = {}): AsyncGenerator<Followed> {
    const subject = this.#known(id);
    let told: Run | undefined;
    for (let position = 0; ;) {
      const change = subject.changed(options.signal);
      const { run } = subject;
      const entries = subject.journal.from(position);
      position += entries.length;
      yield* itemsOf({ run, told }, entries, options);
      told = run;
      if (hasEnded(run) || options.live === false) return;
      await change;
      if (options.signal?.aborted === true) return;
    }
  }

  async cancel(id: string): Promise<void> {
    this.#known(id).cancel();
    return Promise.resolve();
  }

  suspend(id: string): Promise<void> {
    this.#known(id);
    return fail('suspend-local', { id });
  }

  resume(id: string): Promise<void> {
    return this.suspend(id);
  }

  async remove(id: string): Promise<void> {
    const { state } = this.#known(id).run;
    if (!hasEnded({ state })) fail('run-active', { id, state });
    this.#runs.delete(id);
    return Promise.resolve();
  }

  async outputs(id: string): Promise<OutputFile[]> {
    return Promise.resolve(this.#known(id).outputs);
  }

  async file(id: string, rank: number, path: string): Promise<OpenFile> {
    const bytes = this.#known(id).file(rank, path);
    return Promise.resolve(
      bytes ? opened(bytes) : fail('output-missing', { id, rank, path })
    );
  }

  async log(id: string, rank: number): Promise<OpenFile> {
    const { journal, run } = this.#known(id);
    if (!run.ranks[rank]) fail('output-missing', { id, rank, path: 'log' });
    return Promise.resolve(opened(new TextEncoder().encode(journal.log(rank))));
  }

  async size(id: string): Promise<number> {
    return Promise.resolve(this.#known(id).size);
  }

  #known(id: string): MemoryRun {
    return this.#runs.get(id) ?? fail('run-unknown', { id });
  }

  #start(request: LaunchRequest, parent?: string): Run {
    const { id, plan, bundle } = request;
    if (this.#runs.has(id)) fail('run-exists', { id });
    const createdAt = this.#clock.now();
    const birth = parent === undefined ? { id, createdAt } : { id, parent, createdAt };
    const first = firstState(plan, birth);
    const how = { program: this.#program(request), clock: this.#clock };
    const subject = new MemoryRun(first, { plan, bundle }, how);
    this.#runs.set(id, subject);
    void subject.live();
    return first;
  }
}

function opened(bytes: Uint8Array): OpenFile {
  return { size: bytes.length, bytes: once(bytes) };
}

/** A stream of one piece. */
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** What a follower is given of one change. */
function* itemsOf(
  { run, told }: { run: Run; told: Run | undefined },
  entries: readonly Entry[],
  { from = NOTHING_READ, signal, logs = true }: FollowOptions
): Generator<Followed> {
  const when = whenTold(run, told);
  if (when === 'before') yield { kind: 'run', run };
  for (const entry of entries) {
    if (signal?.aborted === true) return;
    if (isWanted(entry, from, logs)) yield entry;
  }
  if (when === 'after') yield { kind: 'run', run };
}

function isWanted(entry: Entry, from: Cursor, logs: boolean): boolean {
  return (logs || entry.kind !== 'log') && !isBehind(from, entry);
}
