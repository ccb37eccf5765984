/** Runs in one namespace of a cluster, each mirrored into a folder of this computer. */
import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  isBuilding,
  fail,
  isRunId,
  ProblemError,
  type ClusterRef,
  type Followed,
  type OutputFile,
  type Plan,
  type Problem,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { planOf, type FoundRun } from '../../core/cluster/runs/found.js';
import { lostEnd, seenRun } from '../../core/cluster/runs/run.js';
import { without } from '../../core/cluster/runs/without.js';
import { hasEnded } from '../../core/run/ended.js';
import { newestFirst, withParameters } from '../../core/run/launched.js';
import type { Clock } from '../../ports/clock.js';
import type { Clusters } from '../../ports/cluster.js';
import type {
  FollowOptions,
  LaunchRequest,
  OpenFile,
  RemoveOptions,
  RerunRequest,
  RunTarget
} from '../../ports/target.js';
import { deliveredBundle } from '../run-folder/bundle-files.js';
import { followRun } from '../run-folder/follow.js';
import { FILES, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { openBelow } from '../run-folder/opened.js';
import { outputsOf } from '../run-folder/outputs.js';
import { readPlan } from '../run-folder/run-files.js';
import { sleep } from '../run-folder/sleep.js';
import { States } from '../run-folder/states.js';
import { folderBytes } from '../run-folder/usage.js';
import { cancelRun, removeObjects, suspendRun } from './actions.js';
import { fetchBundle } from './bundle.js';
import { removeClaims, repeatable } from './claims.js';
import { Lock } from './lock.js';
import { Launches, type MakeObjects } from './launches.js';
import { mirrorsIn, placeFolder } from './mirror.js';
import type { Session } from './session.js';
import { Sessions } from './sessions.js';
import { sweepPlace } from './sweep.js';

export interface ClusterTargetDeps {
  readonly clusters: () => Promise<Clusters>;
  readonly manifests: MakeObjects;
  /** Folder of the mirrors of all places. */
  readonly root: string;
  readonly clock: Clock;
}

export class ClusterTarget implements RunTarget {
  readonly ref: ClusterRef;
  readonly #deps: ClusterTargetDeps;
  readonly #folder: string;
  readonly #states: States;
  readonly #sessions: Sessions;
  readonly #building = new Set<string>();
  readonly #launches: Launches;
  #sweptAt = -Infinity;

  constructor(ref: ClusterRef, deps: ClusterTargetDeps) {
    this.ref = ref;
    this.#deps = deps;
    this.#folder = placeFolder(deps.root, ref);
    this.#states = new States(this.#folder);
    const { clusters, clock } = deps;
    const [folder, states] = [this.#folder, this.#states];
    const building = this.#building;
    this.#sessions = new Sessions({ clusters, ref, folder, states, clock, building });
    const sessions = this.#sessions;
    this.#launches = new Launches({ ...deps, ref, folder, sessions, building });
  }

  launch(request: LaunchRequest): Promise<Run> {
    return this.#launches.launch(request, {});
  }

  async rerun({ id, from, parameters, ...watch }: RerunRequest): Promise<Run> {
    const before = await this.plan(from);
    const { api } = await this.#sessions.open();
    const folder = join(this.#folder, from, FILES.bundle);
    if (!existsSync(folder)) {
      await fetchBundle(api, this.ref.namespace, from, folder);
    }
    const bundle = await deliveredBundle(folder, from, before);
    const repeated = await repeatable(api, this.ref.namespace, before);
    const plan = withParameters(repeated, parameters);
    const request = { ...watch, id, plan, bundle };
    return this.#launches.launch(request, { parent: from });
  }

  async list(): Promise<Run[]> {
    const { session, trouble } = await this.#sessions.known();
    const found = session?.runs() ?? [];
    const live = new Map(found.map(each => [each.id, this.#merged(each)]));
    const mirrors = mirrorsIn(this.#folder)
      .filter(id => !live.has(id))
      .flatMap(id => this.#mirror(id) ?? [])
      .map(run => this.#lost(run, session));
    if (session?.complete === true) this.#sweep(session);
    return newestFirst(
      [...live.values(), ...mirrors].map(run => troubled(run, trouble))
    );
  }

  async get(id: string): Promise<Run> {
    const ended = this.#mirror(id);
    if (ended && hasEnded(ended)) return ended;
    const { session, trouble } = await this.#sessions.known();
    const found = session?.run(id);
    const mirror = this.#mirror(id);
    const alone = mirror && this.#lost(mirror, session);
    const run = found ? this.#merged(found) : alone;
    return run ? troubled(run, trouble) : fail('run-unknown', { id });
  }

  async plan(id: string): Promise<Plan> {
    await this.get(id);
    const folder = join(this.#folder, id);
    if (existsSync(join(folder, FILES.plan))) return readPlan(folder, id);
    const { record } = await this.#found(id);
    return (record && planOf(record)) ?? fail('run-foreign', { id });
  }

  async *follow(id: string, options: FollowOptions = {}): AsyncGenerator<Followed> {
    const run = await this.get(id);
    const folder = join(this.#folder, id);
    const done = this.#sessions.use();
    try {
      const known = this.#mirror(id);
      const whole = known !== undefined && hasEnded(known);
      if (!whole) await this.#mirrored(id, options.signal);
      // Of what has ended there all is wanted, also when it has yet to be copied.
      const live = options.live ?? true;
      const wanted = { ...options, live: live || (hasEnded(run) && !whole) };
      const read = (): Promise<Run> =>
        Promise.resolve(this.#mirror(id) ?? fail('run-unknown', { id }));
      yield* followRun({ folder, read }, wanted);
    } finally {
      done();
    }
  }

  async cancel(id: string): Promise<void> {
    await this.#launches.cancel(id);
    const run = await this.get(id);
    if (hasEnded(run)) return;
    if (isBuilding(run)) fail('run-building', { id });
    const found = await this.#own(id);
    const at = new Date(this.#deps.clock.now()).toISOString();
    await cancelRun((await this.#sessions.open()).api, found, at);
  }

  suspend(id: string): Promise<void> {
    return this.#setSuspended(id, true);
  }

  resume(id: string): Promise<void> {
    return this.#setSuspended(id, false);
  }

  async remove(id: string, { claims }: RemoveOptions = {}): Promise<void> {
    const run = await this.get(id);
    if (!hasEnded(run)) fail('run-active', { id, state: run.state });
    const { session, trouble } = await this.#sessions.known();
    // Its objects would bring it back with the cluster.
    if (!session?.complete && trouble) throw new ProblemError(trouble);
    if (session) await this.#removeThere(session, id, claims);
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  async #removeThere(session: Session, id: string, claims = false): Promise<void> {
    const { api } = session;
    // First: what cannot be deleted leaves a run by which it is found.
    if (claims) await removeClaims(api, this.ref.namespace, id);
    const found = session.run(id);
    if (found) await removeObjects(api, found);
  }

  async outputs(id: string): Promise<OutputFile[]> {
    const { ranks } = await this.get(id);
    return outputsOf(join(this.#folder, id), ranks.length);
  }

  async file(id: string, rank: number, path: string): Promise<OpenFile> {
    await this.get(id);
    const work = join(rankFolder(join(this.#folder, id), rank), RANK_FILES.work);
    return (await openBelow(work, path)) ?? fail('output-missing', { id, rank, path });
  }

  async log(id: string, rank: number): Promise<OpenFile> {
    await this.get(id);
    const path = RANK_FILES.log;
    const log = await openBelow(rankFolder(join(this.#folder, id), rank), path);
    return log ?? fail('output-missing', { id, rank, path });
  }

  async size(id: string): Promise<number> {
    await this.get(id);
    return folderBytes(join(this.#folder, id));
  }

  /** Ends the watches; the next question begins them anew. */
  close(): void {
    this.#sessions.close();
  }

  async #setSuspended(id: string, suspend: boolean): Promise<void> {
    const run = await this.get(id);
    if (hasEnded(run)) fail('run-over', { id, state: run.state });
    if (isBuilding(run)) fail('run-not-made', { id });
    if ((run.state === 'suspended') === suspend) return;
    const found = await this.#own(id);
    await suspendRun((await this.#sessions.open()).api, found, suspend);
  }

  /** A run of ours, as its objects are. */
  async #own(id: string): Promise<FoundRun> {
    const found = await this.#found(id);
    return found.record ? found : fail('run-foreign', { id });
  }

  async #found(id: string): Promise<FoundRun> {
    const { session, trouble } = await this.#sessions.known();
    const found = session && (await this.#soon(session, id));
    if (found) return found;
    if (trouble) throw new ProblemError(trouble);
    return fail('run-unknown', { id });
  }

  /** What was made a moment ago comes by the watches a moment later. */
  async #soon(session: Session, id: string): Promise<FoundRun | undefined> {
    const looks = this.#building.has(id) ? 40 : 0;
    for (let i = 0; i < looks && !session.run(id); i += 1) await sleep(50);
    return session.run(id);
  }

  /** The mirror's state; where it is is no folder for its readers to work in. */
  #mirror(id: string): Run | undefined {
    if (!isRunId(id)) return undefined;
    const run = this.#states.read(id);
    if (!run) return undefined;
    return { ...without(run, 'folder'), target: this.ref };
  }

  /** A start whose starter has died: its mirror does not say so yet. */
  #lost(run: Run, session: Session | undefined): Run {
    const { id } = run;
    if (!session?.complete || !isBuilding(run)) return run;
    const folder = join(this.#folder, id);
    if (this.#building.has(id) || Lock.isHeld(folder, this.#deps.clock.now())) {
      return run;
    }
    return { ...without(run, 'waiting'), ...lostEnd(run), endedAt: run.createdAt };
  }

  /** What the objects say, with what the events add up to; the last word is the mirror's. */
  #merged(found: FoundRun): Run {
    const mirror = this.#mirror(found.id);
    if (mirror && hasEnded(mirror)) return mirror;
    const { run } = seenRun(this.ref, found);
    if (!mirror) return run;
    const { metrics, progress, peakBytes } = mirror;
    return {
      ...run,
      metrics,
      ...(progress ? { progress } : {}),
      ...(peakBytes === undefined ? {} : { peakBytes })
    };
  }

  /** Waits until somebody mirrors the run. */
  async #mirrored(id: string, signal?: AbortSignal): Promise<void> {
    const { session } = await this.#sessions.known();
    session?.follow(id);
    while (!this.#mirror(id) && signal?.aborted !== true) await sleep(50, signal);
  }

  #sweep(session: Session): void {
    const now = this.#deps.clock.now();
    if (now - this.#sweptAt < 60_000) return;
    this.#sweptAt = now;
    void sweepPlace(session.api, session.runs(), now).catch(() => undefined);
  }
}

/** What cannot be asked about at the moment is told with the run. */
function troubled(run: Run, trouble: Problem | undefined): Run {
  return trouble && !hasEnded(run) ? { ...run, obstacle: trouble } : run;
}
