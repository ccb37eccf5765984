/** One place in use: its objects, and a collector for each run that is to be mirrored. */
import { join } from 'node:path';
import {
  isBuilding,
  type ClusterRef,
  type Problem,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { planOf, runsIn, type FoundRun } from '../../core/cluster/runs/found.js';
import { seenRun } from '../../core/cluster/runs/run.js';
import { without } from '../../core/cluster/runs/without.js';
import { hasEnded } from '../../core/run/ended.js';
import type { Clock } from '../../ports/clock.js';
import type { ClusterApi } from '../../ports/cluster.js';
import type { States } from '../run-folder/states.js';
import { Collector } from './collector.js';
import { Lock } from './lock.js';
import { makeMirror, mirrorsIn } from './mirror.js';
import { PlaceObjects } from './objects.js';

export interface SessionDeps {
  readonly api: ClusterApi;
  readonly ref: ClusterRef;
  /** Of the place's mirrors. */
  readonly folder: string;
  readonly states: States;
  readonly clock: Clock;
  /** Ids of runs that this program starts, whose objects may not be there yet. */
  readonly building: ReadonlySet<string>;
}

/** Milliseconds in which changes are gathered. */
const GATHER = 20;

/** A command that only lists is gone before logs are worth asking for. */
const LINGER = 1500;

/** A run that was started here a moment ago may not have come by the watches yet. */
const NEWBORN = 60_000;

/** Milliseconds between two looks whether another program still builds. */
const AGAIN = 5000;

export class Session {
  readonly #deps: SessionDeps;
  readonly #stop = new AbortController();
  readonly #objects: PlaceObjects;
  readonly #collectors = new Map<string, Collector>();
  readonly #followed = new Set<string>();
  readonly #linger: NodeJS.Timeout;
  #found = new Map<string, FoundRun>();
  #seen = new Set<string>();
  #all = false;
  #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const changed = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#refresh();
      }, GATHER);
    };
    const { api, ref } = deps;
    this.#objects = new PlaceObjects(api, ref, changed, this.#stop.signal);
    this.#linger = setTimeout(() => {
      this.#all = true;
      this.#refresh();
    }, LINGER);
    this.#linger.unref();
  }

  get api(): ClusterApi {
    return this.#deps.api;
  }

  /** Why what is known may be old. */
  get problem(): Problem | undefined {
    return this.#objects.problem;
  }

  /** Whether all objects are known. */
  get complete(): boolean {
    return this.#objects.complete;
  }

  /** Resolves when all is known, or when it is known why not. */
  async settled(): Promise<void> {
    await this.#objects.settled;
    this.#gather();
  }

  runs(): readonly FoundRun[] {
    this.#gather();
    return [...this.#found.values()];
  }

  run(id: string): FoundRun | undefined {
    this.#gather();
    return this.#found.get(id);
  }

  /** Mirrors a run from now on, whoever has started it. */
  follow(id: string): void {
    this.#followed.add(id);
    this.#refresh();
  }

  close(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    clearTimeout(this.#linger);
    for (const collector of this.#collectors.values()) collector.close();
    this.#collectors.clear();
  }

  #gather(): void {
    this.#found = new Map(runsIn(this.#objects.objects).map(run => [run.id, run]));
    for (const id of this.#found.keys()) this.#seen.add(id);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stop.signal.aborted || !this.#objects.complete) return;
    this.#gather();
    for (const found of this.#found.values()) {
      if (this.#isWanted(found.id, found.record !== undefined)) this.#collect(found);
    }
    for (const id of mirrorsIn(this.#deps.folder)) {
      if (!this.#found.has(id) && this.#isWanted(id, true)) this.#gone(id);
    }
  }

  #isWanted(id: string, own: boolean): boolean {
    return this.#followed.has(id) || (own && this.#all);
  }

  #collect(found: FoundRun): void {
    const { folder, states, ref } = this.#deps;
    const known = states.read(found.id);
    if (known && hasEnded(known)) return;
    const run = known ?? seenRun(ref, found).run;
    const plan = found.record && planOf(found.record);
    if (!known) makeMirror(join(folder, found.id), begun(run), plan);
    this.#collector(found.id, begun(run)).update(found);
  }

  /** Objects that somebody has deleted: the mirror ends with what was known. */
  #gone(id: string): void {
    const { building, clock, folder, states } = this.#deps;
    const unseen = !this.#seen.has(id);
    if (unseen && building.has(id)) return;
    // Asked before the state is read: who starts it writes that before it lets go.
    const held = unseen && Lock.isHeld(join(folder, id), clock.now());
    const known = states.read(id);
    if (!known || hasEnded(known)) return;
    if (isBuilding(known)) {
      if (held) this.#lookAgain();
      else this.#collector(id, known).update(undefined);
      return;
    }
    const young = clock.now() - known.createdAt < NEWBORN;
    if (!(unseen && young)) this.#collector(id, known).update(undefined);
  }

  /** Another program builds an image: nothing tells when it has died. */
  #lookAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = undefined;
      this.#refresh();
    }, AGAIN);
    this.#again.unref();
  }

  #collector(id: string, run: Run): Collector {
    const { folder, api, ref, clock } = this.#deps;
    const known = this.#collectors.get(id);
    if (known && !known.over) return known;
    const made = new Collector(join(folder, id), run, { api, ref, clock });
    this.#collectors.set(id, made);
    return made;
  }
}

/** A mirror begins as a run that goes on: it has ended when all is copied. */
function begun(run: Run): Run {
  if (!hasEnded(run)) return run;
  return { ...without(run, 'problem', 'endedAt'), state: 'running' };
}
