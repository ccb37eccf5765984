/** One look at a followed run; the last to leave ends the subscription. */
import { Signal, type ISignal } from '@lumino/signaling';
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import type { FollowedChange, IFollowedRun, LogLines, RankEvent } from '../tokens.js';
import type { FollowedStore } from './followed-run.js';

export class Follower implements IFollowedRun {
  private readonly signal = new Signal<this, FollowedChange>(this);
  private disposed = false;
  private readonly pass = (_store: FollowedStore, change: FollowedChange): void => {
    this.signal.emit(change);
  };

  constructor(
    readonly id: string,
    private readonly store: FollowedStore,
    private readonly leave: () => void,
    readonly retry: () => void
  ) {
    store.changed.connect(this.pass, this);
  }

  get lines(): LogLines {
    return this.store.lines;
  }

  get events(): readonly RankEvent[] {
    return this.store.events;
  }

  get complete(): boolean {
    return this.store.complete;
  }

  get problem(): Problem | undefined {
    return this.store.problem;
  }

  get changed(): ISignal<this, FollowedChange> {
    return this.signal;
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.store.changed.disconnect(this.pass, this);
    Signal.clearData(this);
    this.leave();
  }
}
