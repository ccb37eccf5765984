/** The session of a place: begun at the first question, ended when nobody asks any more. */
import {
  ProblemError,
  type ClusterRef,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { Clock } from '../../ports/clock.js';
import type { Clusters } from '../../ports/cluster.js';
import { sleep } from '../run-folder/sleep.js';
import type { States } from '../run-folder/states.js';
import { Session } from './session.js';

export interface SessionsDeps {
  readonly clusters: () => Promise<Clusters>;
  readonly ref: ClusterRef;
  /** Of the place's mirrors. */
  readonly folder: string;
  readonly states: States;
  readonly clock: Clock;
  /** Ids of runs that this program starts, whose objects may not be there yet. */
  readonly building: ReadonlySet<string>;
}

/** Longest wait for what a cluster knows, in milliseconds: then the mirrors have to do. */
const PATIENCE = 2500;

/** Milliseconds without a question after which the watches are ended. */
const IDLE = 5 * 60_000;

/** What is known of a place at the moment. */
export interface Known {
  /** Absent: the cluster cannot even be asked. */
  readonly session?: Session;
  /** Why what is known may be old. */
  readonly trouble?: Problem;
}

export class Sessions {
  readonly #deps: SessionsDeps;
  #session: Promise<Session> | undefined;
  #users = 0;
  #usedAt = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** The session once it knows something, or why it does not. */
  async known(): Promise<Known> {
    try {
      const session = await this.open();
      await Promise.race([session.settled(), sleep(PATIENCE)]);
      const { problem: trouble } = session;
      return { session, ...(trouble ? { trouble } : {}) };
    } catch (error) {
      if (error instanceof ProblemError) return { trouble: error.problem };
      throw error;
    }
  }

  open(): Promise<Session> {
    this.#usedAt = this.#deps.clock.now();
    this.#session ??= this.#begin();
    return this.#session;
  }

  /** Keeps the session until what is returned is called. */
  use(): () => void {
    this.#users += 1;
    return () => {
      this.#users -= 1;
      this.#usedAt = this.#deps.clock.now();
    };
  }

  /** Ends the watches; the next question begins them anew. */
  close(): void {
    clearInterval(this.#idle);
    const session = this.#session;
    this.#session = undefined;
    void session?.then(
      opened => {
        opened.close();
      },
      () => undefined
    );
  }

  async #begin(): Promise<Session> {
    const { clusters, ...deps } = this.#deps;
    try {
      const api = await (await clusters()).open(deps.ref.context);
      this.#idle = setInterval(() => {
        this.#rest();
      }, IDLE / 10);
      this.#idle.unref();
      return new Session({ api, ...deps });
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }

  #rest(): void {
    const quiet = this.#deps.clock.now() - this.#usedAt > IDLE;
    if (quiet && this.#users === 0) this.close();
  }
}
