/** For tests: a browser's tab at the other end of a feed, which may stop reading. */
import type { FeedMessage, Followed } from '@jupyterlab-kubeflow/protocol';
import type { FeedSink } from '../feed-session.js';

export class Tab implements FeedSink {
  readonly messages: FeedMessage[] = [];
  /** Messages that have left the session and not been read. */
  waiting = 0;
  #open: Promise<void> = Promise.resolve();
  #resume: () => void = () => undefined;

  async send(message: FeedMessage): Promise<void> {
    this.waiting += 1;
    await this.#open;
    this.waiting -= 1;
    this.messages.push(message);
  }

  /** Reads nothing until `resume`. */
  stall(): void {
    this.#open = new Promise(resolve => (this.#resume = resolve));
  }

  resume(): void {
    this.#resume();
    this.#open = Promise.resolve();
  }

  /** Resolves when a message of the kind has come; gives the first of them. */
  async got<K extends FeedMessage['kind']>(
    kind: K
  ): Promise<Extract<FeedMessage, { kind: K }>> {
    const isIt = (message: FeedMessage): message is Extract<FeedMessage, { kind: K }> =>
      message.kind === kind;
    for (;;) {
      const found = this.messages.find(isIt);
      if (found) return found;
      await new Promise(resolve => setTimeout(resolve, 1));
    }
  }

  /** Items of all messages about followed runs. */
  get items(): Followed[] {
    return this.messages.flatMap(message =>
      message.kind === 'followed' ? message.items : []
    );
  }

  /** Kinds of the messages, in order. */
  get kinds(): string[] {
    return this.messages.map(({ kind }) => kind);
  }
}

/** Lines and events, as `rank:text` and `rank:kind`: what may neither be lost nor doubled. */
export function written(items: readonly Followed[]): string[] {
  return items.flatMap(item => {
    if (item.kind === 'run') return [];
    const what = item.kind === 'log' ? item.text : item.event.kind;
    return [`${String(item.rank)}:${what}`];
  });
}
