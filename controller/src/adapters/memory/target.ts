/** A target without processes: runs follow a program of steps, for tests of what is above. */
import {
  fail,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import { firstState, newestFirst, withParameters } from '../../core/run/launched.js';
import type { Clock } from '../../ports/clock.js';
import type {
  FollowOptions,
  LaunchRequest,
  RerunRequest,
  RunTarget
} from '../../ports/target.js';
import { isBehind } from './journal.js';
import type { Program } from './program.js';
import { MemoryRun } from './run.js';

export type { Program, Step } from './program.js';

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
    const { from = { logs: {}, events: {} }, signal, live = true } = options;
    const subject = this.#known(id);
    let told: Run | undefined;
    for (let position = 0; ; ) {
      const change = subject.changed(signal);
      const { run } = subject;
      const ended = hasEnded(run);
      const isNews = JSON.stringify(run) !== JSON.stringify(told);
      if (isNews && !(ended && told)) yield { kind: 'run', run };
      for (const entry of subject.journal.from(position)) {
        position += 1;
        if (signal?.aborted === true) return;
        if (!isBehind(from, entry)) yield entry;
      }
      if (isNews && ended && told) yield { kind: 'run', run };
      told = run;
      if (ended || !live) return;
      await change;
      if (signal?.aborted === true) return;
    }
  }

  async cancel(id: string): Promise<void> {
    this.#known(id).cancel();
    return Promise.resolve();
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
