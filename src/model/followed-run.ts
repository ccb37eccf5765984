/** Lines and events of one run as they come: arrays that only grow, and a signal. */
import { Signal } from '@lumino/signaling';
import type { Cursor, Followed, Problem } from '@jupyterlab-kubeflow/protocol';
import type { FollowedChange, RankEvent } from '../tokens.js';
import { LineStore } from './line-store.js';

/** What all followers of a run share. */
export class FollowedStore {
  readonly lines = new LineStore();
  readonly events: RankEvent[] = [];
  complete = false;
  problem: Problem | undefined;
  /** Behind the last line and event; where a follower that comes back goes on. */
  cursor: Cursor | undefined;
  /** How many look. */
  followers = 0;
  readonly changed = new Signal<this, FollowedChange>(this);

  append(items: readonly Followed[], cursor: Cursor): void {
    const change = { lines: this.lines.length, events: this.events.length };
    for (const item of items) this.add(item);
    this.cursor = cursor;
    this.problem = undefined;
    this.changed.emit(change);
  }

  finish(): void {
    this.complete = true;
    this.problem = undefined;
    this.announce();
  }

  /** Nothing: it is tried again. */
  fail(problem: Problem | undefined): void {
    this.problem = problem;
    this.announce();
  }

  private announce(): void {
    this.changed.emit({ lines: this.lines.length, events: this.events.length });
  }

  private add(item: Followed): void {
    if (item.kind === 'log') {
      this.lines.push({ rank: item.rank, time: item.time, text: item.text });
    } else if (item.kind === 'event') {
      this.events.push({ rank: item.rank, event: item.event });
    }
  }
}
