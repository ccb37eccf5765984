/** Runs on this computer and on the clusters that are known, as if in one place. */
import {
  ProblemError,
  fail,
  type ClusterRef,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { newestFirst } from '../core/run/launched.js';
import type {
  FollowOptions,
  LaunchRequest,
  OpenFile,
  RemoveOptions,
  RerunRequest,
  RunTarget
} from '../ports/target.js';

/** A target that holds connections. */
export interface PlaceTarget extends RunTarget {
  close(): void;
}

export interface AllTargetsDeps {
  readonly local: RunTarget;
  /** Places that runs were started in from this computer, or that were asked for. */
  readonly known: () => readonly ClusterRef[];
  readonly place: (ref: ClusterRef) => Promise<PlaceTarget>;
}

export class AllTargets implements RunTarget {
  readonly #deps: AllTargetsDeps;
  readonly #places = new Map<string, Promise<PlaceTarget>>();
  readonly #asked = new Map<string, ClusterRef>();
  readonly #where = new Map<string, RunTarget>();

  constructor(deps: AllTargetsDeps) {
    this.#deps = deps;
  }

  /** The target of a place, which is listed from now on. */
  at(ref: ClusterRef): Promise<PlaceTarget> {
    const key = keyOf(ref);
    this.#asked.set(key, ref);
    const known = this.#places.get(key);
    if (known) return known;
    const made = this.#deps.place(ref);
    this.#places.set(key, made);
    return made;
  }

  async launch(request: LaunchRequest): Promise<Run> {
    const { id, plan } = request;
    const { target } = plan;
    const chosen = target.kind === 'cluster' ? await this.at(target) : this.#deps.local;
    const { onBegun } = request;
    const begun = (run: Run): void => {
      this.#where.set(id, chosen);
      onBegun?.(run);
    };
    const watch = onBegun ? { onBegun: begun } : {};
    const run = await chosen.launch({ ...request, ...watch });
    this.#where.set(id, chosen);
    return run;
  }

  async rerun(request: RerunRequest): Promise<Run> {
    return (await this.#find(request.from)).rerun(request);
  }

  async list(): Promise<Run[]> {
    const targets = [this.#deps.local, ...(await this.#all())];
    const lists = await Promise.all(
      targets.map(async target => {
        const runs = await target.list();
        for (const { id } of runs)
          if (!this.#where.has(id)) this.#where.set(id, target);
        return runs;
      })
    );
    return newestFirst(lists.flat());
  }

  async get(id: string): Promise<Run> {
    return (await this.#find(id)).get(id);
  }

  async plan(id: string): Promise<Plan> {
    return (await this.#find(id)).plan(id);
  }

  async *follow(id: string, options?: FollowOptions): AsyncGenerator<Followed> {
    yield* (await this.#find(id)).follow(id, options);
  }

  async cancel(id: string): Promise<void> {
    await (await this.#find(id)).cancel(id);
  }

  async suspend(id: string): Promise<void> {
    await (await this.#find(id)).suspend(id);
  }

  async resume(id: string): Promise<void> {
    await (await this.#find(id)).resume(id);
  }

  async remove(id: string, options?: RemoveOptions): Promise<void> {
    await (await this.#find(id)).remove(id, options);
    this.#where.delete(id);
  }

  async outputs(id: string): Promise<OutputFile[]> {
    return (await this.#find(id)).outputs(id);
  }

  async file(id: string, rank: number, path: string): Promise<OpenFile> {
    return (await this.#find(id)).file(id, rank, path);
  }

  async log(id: string, rank: number): Promise<OpenFile> {
    return (await this.#find(id)).log(id, rank);
  }

  async size(id: string): Promise<number> {
    return (await this.#find(id)).size(id);
  }

  /** Ends all watches. */
  close(): void {
    for (const place of this.#places.values()) {
      void place.then(
        target => {
          target.close();
        },
        () => undefined
      );
    }
  }

  async #all(): Promise<PlaceTarget[]> {
    const refs = [...this.#deps.known(), ...this.#asked.values()];
    const distinct = new Map(refs.map(ref => [keyOf(ref), ref]));
    return Promise.all([...distinct.values()].map(ref => this.at(ref)));
  }

  /** This computer is asked first: it answers at once. */
  async #find(id: string): Promise<RunTarget> {
    const known = this.#where.get(id);
    if (known && (await has(known, id))) return known;
    this.#where.delete(id);
    for (const target of [this.#deps.local, ...(await this.#all())]) {
      if (!(await has(target, id))) continue;
      this.#where.set(id, target);
      return target;
    }
    return fail('run-unknown', { id });
  }
}

async function has(target: RunTarget, id: string): Promise<boolean> {
  try {
    await target.get(id);
    return true;
  } catch (error) {
    const unknown =
      error instanceof ProblemError && error.problem.code === 'run-unknown';
    if (unknown) return false;
    throw error;
  }
}

const keyOf = ({ context, namespace }: ClusterRef): string => `${namespace}/${context}`;
