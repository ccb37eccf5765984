/** One run from its first process to its last state: the life of a supervisor. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  ProblemError,
  problem,
  reason,
  type Plan,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { failureProblem } from '../../core/run/failure.js';
import { mayFinish, verdict } from '../../core/run/verdict.js';
import {
  portsNeeded,
  rankEnvironment,
  rankPlan,
  type Address
} from '../../core/workload/environment.js';
import type { Clock } from '../../ports/clock.js';
import type { Board, End } from '../run-folder/board.js';
import { sleep } from '../run-folder/sleep.js';
import { FILES, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { fetchProblem, inputVariables, startFetch } from './fetch.js';
import { Meter } from './meter.js';
import { Observer } from './observer.js';
import { freePorts, type PortRange } from './ports.js';
import type { Membership } from '../run-folder/processes.js';
import { environmentOf } from './rank-environment.js';
import { exitOf, startRank } from './rank-process.js';
import { supervisorMark } from '../run-folder/run-files.js';
import { errorCode } from '../run-folder/storage.js';
import { endTree } from './tree.js';
import { nextWish, type Wish } from './wishes.js';

/** What a supervisor is given from outside. */
export interface SupervisorDeps {
  /** The environment that ranks inherit. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Command that takes `sweep FOLDER`. */
  readonly supervisorCommand: readonly string[];
  /** Where ranks may listen. @default any free port */
  readonly ports?: PortRange;
}

/** How the ranks, the user or a limit ended the run. */
type Ending = Wish | { readonly kind: 'succeeded' } | FailedEnding;
interface FailedEnding {
  readonly kind: 'failed';
  readonly rank: number;
}

/** Among the children it is no rank. */
const FETCHER = -1;

/** Milliseconds between two looks at workers that are about to finish. */
const STEP = 50;

export class Supervision {
  readonly #folder: string;
  readonly #plan: Plan;
  readonly #board: Board;
  readonly #deps: SupervisorDeps;
  readonly #children = new Map<number, ChildProcess>();
  readonly #mark: string;
  readonly #meter: Meter;
  #stopping = false;
  #decide: (ending: Ending) => void = () => undefined;
  readonly #decided = new Promise<Ending>(resolve => (this.#decide = resolve));

  constructor(folder: string, plan: Plan, board: Board, deps: SupervisorDeps) {
    this.#folder = folder;
    this.#plan = plan;
    this.#board = board;
    this.#deps = deps;
    this.#mark = supervisorMark(folder);
    this.#meter = new Meter(deps.clock);
  }

  /** Asks for the end; the first reason given counts. */
  cancel(): void {
    this.#decide({ kind: 'cancelled' });
  }

  /** Resolves when every process has ended and the last state is written. */
  async run(): Promise<void> {
    const watch = new AbortController();
    const observer = new Observer(this.#folder, this.#board, this.#deps.clock);
    const observed = observer.watch(watch.signal);
    void this.#meter.watch(watch.signal);
    let end: End;
    try {
      // A watch that fails ends the run: nothing would be true any more.
      const ending = await Promise.race([
        this.#conduct(watch.signal),
        failed(observed)
      ]);
      await this.#stop(ending);
      watch.abort();
      await observed;
      end = this.#endOf(ending);
    } catch (error) {
      watch.abort();
      this.#stopping = true;
      await this.#endTree(0);
      end = { state: 'failed', problem: this.#trouble(error) };
    }
    this.#board.end(end, this.#deps.clock.now());
  }

  async #conduct(signal: AbortSignal): Promise<Ending> {
    const { diskBytes } = this.#plan.limits;
    const watched = { folder: this.#folder, diskBytes, clock: this.#deps.clock };
    const wish = nextWish(watched, signal).then(found => found ?? this.#decided);
    const ending = Promise.race([this.#decided, wish]);
    return (await Promise.all([ending, this.#begin(ending)]))[0];
  }

  async #begin(ending: Promise<unknown>): Promise<void> {
    if (this.#plan.inputs) await this.#fetch(ending);
    await this.#startRanks();
  }

  /** Inputs are there, or the run has come to its end. */
  async #fetch(ending: Promise<unknown>): Promise<void> {
    this.#board.update({ waiting: reason('wait-inputs', {}) });
    this.#board.publish();
    const child = startFetch(this.#folder, this.#plan, this.#environment(0, {}));
    const ended = endOf(child);
    if (child.pid !== undefined) this.#children.set(FETCHER, child);
    const code = await Promise.race([ended, ending.then(() => undefined)]);
    this.#board.clear('waiting');
    if (code === undefined) {
      this.#stopping = true;
      return;
    }
    this.#children.delete(FETCHER);
    if (code === 0) return;
    this.#stopping = true;
    const found = fetchProblem(this.#folder, code);
    this.#decide({ kind: 'problem', problem: found });
  }

  async #startRanks(): Promise<void> {
    const { workload } = this.#plan;
    const ports = await freePorts(portsNeeded(workload), this.#deps.ports);
    const addresses = ports.map((port): Address => ({ host: '127.0.0.1', port }));
    for (const spec of rankPlan(workload)) {
      // While ports were sought the run may have come to its end.
      if (this.#stopping) return;
      this.#startRank(spec.rank, rankEnvironment(workload, spec, addresses));
    }
    const startedAt = this.#deps.clock.now();
    this.#board.update({ state: 'running', startedAt });
    this.#board.publish();
  }

  #startRank(number: number, rank: Readonly<Record<string, string>>): void {
    const folder = rankFolder(this.#folder, number);
    const events = join(folder, RANK_FILES.events);
    const env = this.#environment(number, rank);
    const { python } = this.#plan.environment;
    const child = startRank(folder, python, env);
    child.once('error', error => {
      const found = spawnProblem(error, python) ?? this.#trouble(error);
      this.#decide({ kind: 'problem', problem: found });
    });
    if (child.pid === undefined) return;
    this.#children.set(number, child);
    this.#meter.add(child.pid, events);
    const startedAt = this.#deps.clock.now();
    this.#board.updateRank(number, { state: 'running', pid: child.pid, startedAt });
    child.once('exit', (code, signal) => {
      this.#exited(number, code, signal);
    });
  }

  #environment(
    number: number,
    rank: Readonly<Record<string, string>>
  ): Record<string, string> {
    return environmentOf({
      base: this.#deps.env,
      plan: this.#plan,
      runId: this.#board.run.id,
      mark: this.#mark,
      rank,
      events: join(rankFolder(this.#folder, number), RANK_FILES.events),
      inputs: inputVariables(this.#folder, this.#plan)
    });
  }

  #exited(rank: number, code: number | null, signal: NodeJS.Signals | null): void {
    this.#meter.end(this.#children.get(rank)?.pid ?? 0);
    const bad = this.#stopping ? 'stopped' : 'failed';
    this.#board.updateRank(rank, {
      state: code === 0 ? 'succeeded' : bad,
      endedAt: this.#deps.clock.now(),
      ...exitOf(code, signal)
    });
    this.#board.publish();
    const now = verdict(this.#plan.workload.framework, this.#board.run.ranks);
    if (now.kind !== 'undecided') this.#decide(now);
  }

  async #stop(ending: Ending): Promise<void> {
    const grace = this.#plan.limits.graceSeconds * 1000;
    if (ending.kind === 'succeeded') await this.#letFinish(grace);
    this.#stopping = true;
    await this.#endTree(grace);
  }

  /** Ranks that no longer decide get the grace to come to their own end. */
  async #letFinish(grace: number): Promise<void> {
    const end = performance.now() + grace;
    while (mayFinish(this.#board.run.ranks) && performance.now() < end) {
      await sleep(STEP);
    }
  }

  async #endTree(grace: number): Promise<void> {
    const left = await endTree(() => this.#membership(), grace);
    if (left.length > 0) {
      process.stderr.write(`Could not be ended: processes ${left.join(', ')}\n`);
    }
    const running = this.#running().filter(({ pid }) => !left.includes(pid ?? 0));
    await Promise.all(running.map(child => once(child, 'exit')));
  }

  #running(): ChildProcess[] {
    return [...this.#children.values()].filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null
    );
  }

  #membership(): Membership {
    return {
      mark: this.#mark,
      sessions: [...this.#children.values()].flatMap(({ pid }) => pid ?? []),
      children: this.#running().flatMap(({ pid }) => pid ?? [])
    };
  }

  #endOf(ending: Ending): End {
    const { run, summaries } = this.#board;
    switch (ending.kind) {
      case 'succeeded':
      case 'cancelled':
        return { state: ending.kind };
      case 'problem':
        return { state: 'failed', problem: ending.problem };
      case 'failed':
        return {
          state: 'failed',
          problem: failureProblem({ ...run, summaries }, ending.rank)
        };
    }
  }

  #trouble(error: unknown): Problem {
    if (error instanceof ProblemError) return error.problem;
    const detail = error instanceof Error ? error.message : String(error);
    const log = join(this.#folder, FILES.supervisorLog);
    return problem('run-supervisor-failed', { id: this.#board.run.id, detail, log });
  }
}

function spawnProblem(error: unknown, python: string): Problem | undefined {
  const isGone = ['ENOENT', 'EACCES', 'ENOEXEC'].includes(errorCode(error) ?? '');
  return isGone ? problem('kernel-gone', { python }) : undefined;
}

/** The exit code of a process, also of one that could not be started. */
function endOf(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      resolve(exitOf(code, signal).exitCode ?? 1);
    });
  });
}

/** Rejects when the work fails, and never resolves. */
async function failed(work: Promise<void>): Promise<never> {
  await work;
  return new Promise<never>(() => undefined);
}
