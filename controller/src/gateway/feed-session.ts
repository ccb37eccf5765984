/**
 * One tab's feed: the list of runs, and lines and events of the runs it follows. A tab
 * that reads slowly slows down what is read for it; nothing piles up here.
 */
import * as z from 'zod/mini';
import {
  FeedRequest,
  PROTOCOL_VERSION,
  ProblemError,
  fail,
  problem,
  type Cursor,
  type FeedMessage,
  type Followed,
  type Problem,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../ports/target.js';
import { batches, type BatchOptions } from './batches.js';
import { problemOf } from './errors.js';
import type { Observer, RunChanges, RunWatch } from './run-watch.js';

/** Where messages go. */
export interface FeedSink {
  /** Resolves when the message has left: awaiting it is how a slow reader is honoured. */
  send(message: FeedMessage): Promise<void>;
}

export interface FeedDeps {
  readonly target: RunTarget;
  readonly watch: RunWatch;
  readonly version: string;
  readonly log: (text: string) => void;
  /** How items are put into messages. @default a screen of lines, under 2 MB */
  readonly batch?: BatchOptions<Followed>;
}

/** Enough for a screen at once; small enough that a message is never megabytes. */
const BATCH: BatchOptions<Followed> = { size: 400, wait: 25, weigh };
/** Characters that take as much of a message as one more line does. */
const CHARACTERS = 2048;

export class FeedSession {
  readonly #deps: FeedDeps;
  readonly #sink: FeedSink;
  readonly #follows = new Map<string, AbortController>();
  /** Newest word on runs that the tab has not been told; `null`: removed. */
  readonly #untold = new Map<string, Run | null>();
  #telling = false;
  #stop: (() => void) | undefined;
  #disposed = false;

  constructor(deps: FeedDeps, sink: FeedSink) {
    this.#deps = deps;
    this.#sink = sink;
  }

  /** Takes one message of the tab. What is wrong with it goes back as `problem`. */
  async receive(text: string): Promise<void> {
    try {
      await this.#act(parse(text));
    } catch (error) {
      await this.#send({ kind: 'problem', problem: this.#problemOf(error) });
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop?.();
    for (const follow of this.#follows.values()) follow.abort();
    this.#follows.clear();
  }

  async #act(request: FeedRequest): Promise<void> {
    switch (request.kind) {
      case 'hello':
        return this.#greet(request.protocol);
      case 'follow':
        this.#follow(request.run, request.from);
        return;
      case 'unfollow':
        this.#follows.get(request.run)?.abort();
        this.#follows.delete(request.run);
    }
  }

  async #greet(page: number): Promise<void> {
    if (page !== PROTOCOL_VERSION) {
      fail('gateway-protocol', { page, server: PROTOCOL_VERSION });
    }
    const { watch, version } = this.#deps;
    await this.#send({ kind: 'welcome', protocol: PROTOCOL_VERSION, version });
    if (this.#disposed) return;
    // A page that says it again starts anew.
    this.#stop?.();
    this.#stop = watch.observe(this.#observer());
  }

  #observer(): Observer {
    return {
      began: runs => {
        this.#untold.clear();
        void this.#send({ kind: 'runs', runs: [...runs] });
      },
      changed: changes => {
        this.#note(changes);
      },
      failed: error => {
        void this.#send({ kind: 'problem', problem: this.#problemOf(error) });
      }
    };
  }

  /** A tab that reads slowly is told the newest state of each run, not every one. */
  #note({ runs, removed }: RunChanges): void {
    for (const run of runs) this.#untold.set(run.id, run);
    for (const id of removed) this.#untold.set(id, null);
    if (!this.#telling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    for (let next = first(this.#untold); next; next = first(this.#untold)) {
      const [id, run] = next;
      this.#untold.delete(id);
      await this.#send(run ? { kind: 'run', run } : { kind: 'removed', id });
    }
    this.#telling = false;
  }

  #follow(run: string, from: Cursor | undefined): void {
    if (this.#disposed) return;
    this.#follows.get(run)?.abort();
    const control = new AbortController();
    this.#follows.set(run, control);
    void this.#stream(run, from, control.signal).finally(() => {
      if (this.#follows.get(run) === control) this.#follows.delete(run);
    });
  }

  async #stream(
    run: string,
    from: Cursor | undefined,
    signal: AbortSignal
  ): Promise<void> {
    let cursor: Cursor = from ?? { logs: {}, events: {} };
    try {
      const source = this.#deps.target.follow(run, {
        signal,
        ...(from ? { from } : {})
      });
      for await (const items of batches(source, this.#deps.batch ?? BATCH)) {
        if (signal.aborted) return;
        cursor = items.reduce(advance, cursor);
        await this.#send({ kind: 'followed', run, items, cursor });
      }
      if (!signal.aborted) await this.#send({ kind: 'complete', run });
    } catch (error) {
      if (signal.aborted) return;
      await this.#send({ kind: 'problem', run, problem: this.#problemOf(error) });
    }
  }

  #problemOf(error: unknown): Problem {
    return problemOf(error, this.#deps.log);
  }

  /** A tab that is gone needs no message; its session is disposed by the socket. */
  async #send(message: FeedMessage): Promise<void> {
    await this.#sink.send(message).catch(() => undefined);
  }
}

function parse(text: string): FeedRequest {
  try {
    const parsed = z.safeParse(FeedRequest, JSON.parse(text) as unknown);
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through: the same answer serves.
  }
  throw new ProblemError(problem('gateway-body-invalid', { detail: 'a feed message' }));
}

function first<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined {
  const { value, done } = map.entries().next();
  return done ? undefined : value;
}

/** A line of a megabyte is not worth one of a hundred. */
function weigh(item: Followed): number {
  if (item.kind === 'log') return 1 + item.text.length / CHARACTERS;
  return item.kind === 'event' ? 1 + JSON.stringify(item.event).length / CHARACTERS : 1;
}

/** The cursor behind an item. */
export function advance(cursor: Cursor, item: Followed): Cursor {
  switch (item.kind) {
    case 'run':
      return cursor;
    case 'log':
      return { ...cursor, logs: { ...cursor.logs, [item.rank]: item.end } };
    case 'event':
      return { ...cursor, events: { ...cursor.events, [item.rank]: item.end } };
  }
}
