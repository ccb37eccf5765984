/**
 * The local target: runs as real processes on this computer. A run is a folder and a
 * detached supervisor that owns its ranks; this class only reads folders and signals.
 */
import { readdir } from 'node:fs/promises';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import {
  fail,
  isRunId,
  ProblemError,
  type Followed,
  type OutputFile,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import { newestFirst, withParameters } from '../../core/run/launched.js';
import type {
  FollowOptions,
  LaunchRequest,
  OpenFile,
  RerunRequest,
  RunTarget
} from '../../ports/target.js';
import { deliveredBundle } from '../run-folder/bundle-files.js';
import { followRun } from '../run-folder/follow.js';
import { isHere, liveness } from '../run-folder/identity.js';
import type { Host } from './host.js';
import { launchRun } from './launch.js';
import { FILES, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { openBelow } from '../run-folder/opened.js';
import { outputsOf } from '../run-folder/outputs.js';
import { readPlan, readSupervisor } from '../run-folder/run-files.js';
import { States } from '../run-folder/states.js';
import { errorCode, isAbsent, isFull, writeProblem } from '../run-folder/storage.js';
import { discard, sweepRoot, sweepRun } from './sweep.js';
import { folderBytes } from '../run-folder/usage.js';

export type { Host } from './host.js';

/** Least milliseconds between two looks whether the supervisor of a followed run lives. */
const CHECK = 500;

export class LocalTarget implements RunTarget {
  readonly #host: Host;
  readonly #states: States;

  constructor(host: Host) {
    this.#host = host;
    this.#states = new States(host.root);
  }

  async launch({ id, plan, bundle }: LaunchRequest): Promise<Run> {
    await sweepRoot(this.#host.root, this.#host.clock);
    return launchRun(this.#host, { id, plan, bundle });
  }

  async rerun({ id, from, parameters }: RerunRequest): Promise<Run> {
    const before = await this.plan(from);
    const bundle = await deliveredBundle(
      join(this.#folder(from), FILES.bundle),
      from,
      before
    );
    const plan = withParameters(before, parameters);
    return launchRun(this.#host, { id, plan, bundle, parent: from });
  }

  async list(): Promise<Run[]> {
    await sweepRoot(this.#host.root, this.#host.clock);
    const runs: Run[] = [];
    const names = await this.#names();
    this.#states.retain(names);
    for (const name of names) {
      const run = await this.get(name).catch(absent);
      if (run) runs.push(run);
    }
    return newestFirst(runs);
  }

  async get(id: string): Promise<Run> {
    const folder = this.#folder(id);
    const known = this.#states.read(id);
    if (known && hasEnded(known)) return known;
    const run = await sweepRun(folder, this.#host.clock);
    return run ?? fail('run-unknown', { id });
  }

  async plan(id: string): Promise<Plan> {
    await this.get(id);
    return readPlan(this.#folder(id), id);
  }

  async *follow(id: string, options: FollowOptions = {}): AsyncGenerator<Followed> {
    const folder = this.#folder(id);
    let checkedAt = -Infinity;
    const read = async (): Promise<Run> => {
      const now = performance.now();
      if (now - checkedAt >= CHECK) {
        checkedAt = now;
        return this.get(id);
      }
      return this.#states.read(id) ?? fail('run-unknown', { id });
    };
    yield* followRun({ folder, read }, options);
  }

  async cancel(id: string): Promise<void> {
    if (hasEnded(await this.get(id))) return;
    const folder = this.#folder(id);
    this.#leaveMark(join(folder, FILES.cancel));
    wakeSupervisor(folder);
    // Its supervisor may be dead: then the end is ours to write.
    await this.get(id);
  }

  async suspend(id: string): Promise<void> {
    await this.get(id);
    fail('suspend-local', { id });
  }

  resume(id: string): Promise<void> {
    return this.suspend(id);
  }

  async remove(id: string): Promise<void> {
    const run = await this.get(id);
    if (!hasEnded(run)) fail('run-active', { id, state: run.state });
    await discard(this.#host.root, id).catch(this.#denied);
  }

  async outputs(id: string): Promise<OutputFile[]> {
    const { ranks } = await this.get(id);
    return outputsOf(this.#folder(id), ranks.length);
  }

  async file(id: string, rank: number, path: string): Promise<OpenFile> {
    await this.get(id);
    const work = join(rankFolder(this.#folder(id), rank), RANK_FILES.work);
    return (await openBelow(work, path)) ?? fail('output-missing', { id, rank, path });
  }

  async log(id: string, rank: number): Promise<OpenFile> {
    await this.get(id);
    const path = RANK_FILES.log;
    const log = await openBelow(rankFolder(this.#folder(id), rank), path);
    return log ?? fail('output-missing', { id, rank, path });
  }

  async size(id: string): Promise<number> {
    await this.get(id);
    return folderBytes(this.#folder(id));
  }

  #folder(id: string): string {
    if (!isRunId(id)) fail('run-unknown', { id });
    return join(this.#host.root, id);
  }

  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#host.root)).filter(isRunId);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /** On a full disk the signal has to do. */
  #leaveMark(path: string): void {
    try {
      closeSync(openSync(path, 'w'));
    } catch (error) {
      if (!isFull(error)) throw writeProblem(error, this.#host.root, 0);
    }
  }

  readonly #denied = (error: unknown): never => {
    throw writeProblem(error, this.#host.root, 0);
  };
}

/** The mark alone would do, a little later. */
function wakeSupervisor(folder: string): void {
  const supervisor = readSupervisor(folder);
  if (!supervisor || !isHere(supervisor) || liveness(supervisor) !== 'alive') return;
  try {
    process.kill(supervisor.pid, 'SIGTERM');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** A run that was removed meanwhile, or that cannot be read, is not in the list. */
function absent(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}
