/** For tests of commands: a target whose runs are given. */
import {
  fail,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { RemoveOptions, RunTarget } from '../../ports/target.js';
import { aPlan } from './plan.js';

/** A target whose runs and their items are given; `cancel` and `remove` are kept. */
export class ScriptedTarget implements RunTarget {
  readonly cancelled: string[] = [];
  readonly removed: string[] = [];
  readonly suspended: string[] = [];
  readonly resumed: string[] = [];
  /** Called before an item is given: the moment to play a signal. */
  beforeItem: (index: number) => void = () => undefined;

  constructor(
    readonly runs: readonly Run[],
    readonly items: readonly Followed[] = [],
    readonly files: readonly OutputFile[] = [],
    readonly plans: Readonly<Record<string, Plan>> = {}
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

  plan(id: string): Promise<Plan> {
    return Promise.resolve(this.plans[id] ?? aPlan());
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

  suspend(id: string): Promise<void> {
    this.suspended.push(id);
    return Promise.resolve();
  }

  resume(id: string): Promise<void> {
    this.resumed.push(id);
    return Promise.resolve();
  }

  remove(id: string, { claims = false }: RemoveOptions = {}): Promise<void> {
    this.removed.push(claims ? `${id} and its claims` : id);
    return Promise.resolve();
  }

  outputs(): Promise<OutputFile[]> {
    return Promise.resolve([...this.files]);
  }

  /** No command reads whole files. */
  file(): Promise<never> {
    return Promise.reject(new Error('not scripted'));
  }

  log(): Promise<never> {
    return Promise.reject(new Error('not scripted'));
  }

  size(): Promise<number> {
    return Promise.resolve(2048);
  }

  #newest(): Run {
    return this.runs[0] ?? fail('runs-none', {});
  }
}
