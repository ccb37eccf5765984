/**
 * The feed: one WebSocket a tab. It opens it, names itself, follows runs, and after a
 * cut goes on from the last cursor of each. It never gives up while the page lives.
 */
import {
  PROTOCOL_VERSION,
  type Cursor,
  type FeedMessage,
  type FeedRequest,
  type Followed,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { pageProblem } from './gateway.js';

/** What of a `WebSocket` the feed uses. */
export interface FeedSocket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export type FeedState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly version: string }
  /** `retryMs`: time until the next attempt; 0 while paused. */
  | { readonly kind: 'cut'; readonly retryMs: number }
  | { readonly kind: 'outdated'; readonly problem: Problem };

export interface FeedOptions {
  readonly open: () => FeedSocket;
  readonly onMessage: (message: FeedMessage) => void;
  readonly onState: (state: FeedState) => void;
  /** Numbers in [0, 1), for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** Milliseconds before the first new attempt; doubled with each, up to the longest. */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;

/** Half of the delay is random: tabs do not all come back at the same moment. */
export function retryDelay(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempt, 16));
  return Math.round(full * (0.5 + random() / 2));
}

export class EventFeed {
  private socket: FeedSocket | undefined;
  private welcomed = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;
  /** Followed runs and how far each has come. */
  private readonly cursors = new Map<string, Cursor | undefined>();

  constructor(private readonly options: FeedOptions) {}

  /** Connects, now and not at the next attempt. Does nothing while connected. */
  connect(): void {
    if (this.ended || this.socket) return;
    this.clearTimer();
    this.options.onState({ kind: 'connecting' });
    const socket = this.options.open();
    this.socket = socket;
    // A socket that was replaced has no say any more.
    socket.onopen = () => {
      if (this.socket === socket)
        this.say({ kind: 'hello', protocol: PROTOCOL_VERSION });
    };
    socket.onmessage = event => {
      if (this.socket === socket) this.take(event.data);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.cut();
    };
  }

  /** Closes the connection until `connect`; what is followed stays followed. */
  pause(): void {
    this.clearTimer();
    this.drop();
    if (!this.ended) this.options.onState({ kind: 'cut', retryMs: 0 });
  }

  /** Follows a run behind `from`; absent: from its first line. */
  follow(run: string, from?: Cursor): void {
    this.cursors.set(run, from);
    if (this.welcomed) this.sayFollow(run, from);
  }

  unfollow(run: string): void {
    if (this.cursors.delete(run) && this.welcomed) this.say({ kind: 'unfollow', run });
  }

  dispose(): void {
    this.ended = true;
    this.clearTimer();
    this.drop();
    this.cursors.clear();
  }

  private take(data: unknown): void {
    const message = readMessage(data);
    if (!message) return;
    if (message.kind === 'welcome') {
      this.greet(message);
      return;
    }
    const fresh = message.kind === 'followed' ? this.advance(message) : message;
    if (message.kind === 'complete') this.cursors.delete(message.run);
    if (fresh) this.options.onMessage(fresh);
  }

  private greet({ protocol, version }: FeedMessage & { kind: 'welcome' }): void {
    if (protocol !== PROTOCOL_VERSION) {
      this.dispose();
      this.options.onState({ kind: 'outdated', problem: pageProblem('page-outdated') });
      return;
    }
    this.welcomed = true;
    this.attempt = 0;
    this.options.onState({ kind: 'live', version });
    for (const [run, from] of this.cursors) this.sayFollow(run, from);
  }

  /** The message without what is known already; nothing when the run is not followed. */
  private advance(
    message: FeedMessage & { kind: 'followed' }
  ): FeedMessage | undefined {
    if (!this.cursors.has(message.run)) return undefined;
    const known = this.cursors.get(message.run);
    this.cursors.set(message.run, furthest(known, message.cursor));
    return { ...message, items: message.items.filter(item => isNew(item, known)) };
  }

  private cut(): void {
    this.drop();
    const retryMs = retryDelay(this.attempt, this.options.random ?? Math.random);
    this.attempt += 1;
    this.timer = setTimeout(() => {
      this.connect();
    }, retryMs);
    this.options.onState({ kind: 'cut', retryMs });
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    this.welcomed = false;
    socket?.close();
  }

  private clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private sayFollow(run: string, from: Cursor | undefined): void {
    this.say(from ? { kind: 'follow', run, from } : { kind: 'follow', run });
  }

  private say(request: FeedRequest): void {
    this.socket?.send(JSON.stringify(request));
  }
}

/** What is not a message of the feed is none of our business. */
function readMessage(data: unknown): FeedMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    const isMessage = typeof value === 'object' && value !== null && 'kind' in value;
    return isMessage ? (value as FeedMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** A subscription that was renewed may send again what was on its way. */
function isNew(item: Followed, known: Cursor | undefined): boolean {
  if (!known || item.kind === 'run') return true;
  const seen = item.kind === 'log' ? known.logs : known.events;
  return item.end > (seen[String(item.rank)] ?? 0);
}

function furthest(known: Cursor | undefined, next: Cursor): Cursor {
  if (!known) return next;
  return { logs: most(known.logs, next.logs), events: most(known.events, next.events) };
}

function most(
  one: Record<string, number>,
  other: Record<string, number>
): Record<string, number> {
  const result = { ...one };
  for (const [rank, end] of Object.entries(other)) {
    result[rank] = Math.max(result[rank] ?? 0, end);
  }
  return result;
}
