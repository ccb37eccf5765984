/** Reads a container's log and goes on where it broke off, until the container has ended. */
import { backoffMs, type Backoff } from '../../core/cluster/backoff.js';
import { ClusterError } from '../../core/cluster/cluster-error.js';
import { fieldsOf, listOf, numberOf } from '../../core/cluster/fields.js';
import { LogParser, type LogItem } from '../../core/cluster/log-parser.js';
import { LogResume } from '../../core/cluster/log-resume.js';
import type { KubeObject } from '../../core/cluster/object.js';
import type { LogEntry, LogRequest } from '../../ports/cluster.js';
import type { Timing } from '../../ports/timing.js';

/** One request to the log API. */
export interface LogQuery {
  readonly follow: boolean;
  readonly previous: boolean;
  /** RFC 3339, in whole seconds. */
  readonly since?: string;
}

/** Where logs come from. */
export interface LogSource {
  /** Text as it comes; throws when the stream is cut. */
  text(query: LogQuery): AsyncIterable<string>;
  /** The pod as it is now; undefined when it is gone. */
  pod(): Promise<KubeObject | undefined>;
}

/** How often to look whether a container has started, in milliseconds. */
const START_POLL = 500;

const BACKOFF: Backoff = { first: 300, most: 10_000 };

/** Attempts in a row that may bring nothing, of a log that is not followed. */
const ATTEMPTS = 5;

/** What a container does, as far as its log is concerned. */
type Life =
  | { readonly kind: 'waiting' | 'running'; readonly restarts: number }
  /** `final`: it is not started again. */
  | { readonly kind: 'ended'; readonly restarts: number; readonly final: boolean }
  | { readonly kind: 'gone' };

export class LogStream {
  readonly #source: LogSource;
  readonly #request: LogRequest;
  readonly #timing: Timing;
  #resume: LogResume;
  #failures = 0;
  /** What the node last said by itself, which it repeats with every attempt. */
  #notice = '';

  constructor(source: LogSource, request: LogRequest, timing: Timing) {
    this.#source = source;
    this.#request = request;
    this.#resume = new LogResume(request.given);
    this.#timing = timing;
  }

  /** All entries, in order. */
  async *entries(): AsyncGenerator<LogEntry> {
    const { follow, previous = false } = this.#request;
    if (follow && !previous) yield* this.#followed();
    else yield* this.#whole(previous);
  }

  /** What there is now. */
  async *#whole(previous: boolean): AsyncGenerator<LogEntry> {
    for (;;) {
      const error = yield* this.#attempt({ follow: false, previous });
      if (error === undefined) return;
      if (this.#failures > ATTEMPTS || !isTemporary(error)) throw error;
      await this.#pause(error);
    }
  }

  /** What there is, of a container whose log may have gone with it. */
  async *#remains(previous: boolean): AsyncGenerator<LogEntry> {
    try {
      yield* this.#whole(previous);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  async *#followed(): AsyncGenerator<LogEntry> {
    let restarts: number | undefined;
    for (
      let life = await this.#life();
      life.kind !== 'gone';
      life = await this.#life()
    ) {
      if (hasBegun(life)) {
        const again = restarts !== undefined && life.restarts > restarts;
        if (again) yield* this.#restarted(life.restarts);
        ({ restarts } = life);
      }
      if (life.kind === 'ended' && life.final) {
        yield* this.#remains(false);
        return;
      }
      if (life.kind === 'running') yield* this.#current();
      else await this.#timing.sleep(START_POLL, this.#request.signal);
    }
  }

  /** The output of the container that runs, until the stream ends for any reason. */
  async *#current(): AsyncGenerator<LogEntry> {
    const error = yield* this.#attempt({ follow: true, previous: false });
    if (error && !isTemporary(error) && !isAbsent(error)) throw error;
    await this.#pause(error);
  }

  /** The rest of what the earlier container had written, then the new one's first line. */
  async *#restarted(restarts: number): AsyncGenerator<LogEntry> {
    yield* this.#remains(true);
    this.#resume = new LogResume();
    yield { kind: 'restarted', restarts };
  }

  /** One stream; gives the error that ended it. Half a line is not a line. */
  async *#attempt(
    query: Omit<LogQuery, 'since'>
  ): AsyncGenerator<LogEntry, Error | undefined, undefined> {
    const { since } = this.#resume;
    this.#resume.restart();
    const parser = new LogParser();
    try {
      const asked = { ...query, ...(since === undefined ? {} : { since }) };
      for await (const text of this.#source.text(asked)) {
        yield* this.#new(parser.push(text));
      }
      // A log that is complete may lack its last line feed; one that is followed was cut.
      if (!query.follow) yield* this.#new(parser.flush());
      return undefined;
    } catch (error) {
      this.#request.signal?.throwIfAborted();
      return error instanceof Error
        ? error
        : new Error('the stream ended', { cause: error });
    }
  }

  *#new(items: readonly LogItem[]): Generator<LogEntry> {
    for (const item of items) {
      if (item.kind === 'notice') {
        if (item.text !== this.#notice) yield item;
        this.#notice = item.text;
        continue;
      }
      const entries = this.#resume.take(item);
      if (entries.length > 0) this.#failures = 0;
      yield* entries;
    }
  }

  async #life(): Promise<Life> {
    for (;;) {
      try {
        const pod = await this.#source.pod();
        return pod ? lifeOf(pod, this.#request.container) : { kind: 'gone' };
      } catch (error) {
        this.#request.signal?.throwIfAborted();
        if (!isTemporary(error)) throw error;
        await this.#pause(error);
      }
    }
  }

  async #pause(error: unknown): Promise<void> {
    this.#failures += 1;
    const asked = error instanceof ClusterError ? (error.retryAfterMs ?? 0) : 0;
    const random = this.#timing.random();
    const wait = backoffMs(BACKOFF, this.#failures, random, asked);
    await this.#timing.sleep(wait, this.#request.signal);
  }
}

function isTemporary(error: unknown): boolean {
  return error instanceof ClusterError && error.temporary;
}

/** A container that has just started may not have its log yet; of a pod that went it is gone. */
function isAbsent(error: unknown): boolean {
  return error instanceof ClusterError && [400, 404].includes(error.status ?? 0);
}

/** Before the first start there is nothing to read, and asking would be an error. */
const hasBegun = (life: Exclude<Life, { kind: 'gone' }>): boolean =>
  life.kind !== 'waiting' || life.restarts > 0;

function lifeOf(pod: KubeObject, container: string): Life {
  const status = fieldsOf(pod['status']);
  const statuses = [
    ...listOf(status['containerStatuses']),
    ...listOf(status['initContainerStatuses'])
  ];
  const found = statuses.find(each => each['name'] === container) ?? {};
  const restarts = numberOf(found['restartCount']) ?? 0;
  const state = fieldsOf(found['state']);
  const over = status['phase'] === 'Succeeded' || status['phase'] === 'Failed';
  if (state['running'] !== undefined) return { kind: 'running', restarts };
  if (state['terminated'] === undefined && !over) return { kind: 'waiting', restarts };
  return { kind: 'ended', restarts, final: over || !isRestarted(pod) };
}

/** Whether a container that ends is started again. */
function isRestarted(pod: KubeObject): boolean {
  return fieldsOf(pod['spec'])['restartPolicy'] !== 'Never';
}
