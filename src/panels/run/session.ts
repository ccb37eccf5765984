/**
 * One view's look at one run: what is followed, what was asked for, and a signal that
 * comes at most a few times a second however fast the run talks.
 */
import { Signal, type ISignal } from '@lumino/signaling';
import {
  ProblemError,
  type Problem,
  type Run,
  type RunDetail
} from '@jupyterlab-kubeflow/protocol';
import type { IFollowedRun, IRuns } from '../../tokens.js';
import { Story } from './story.js';

/** Milliseconds between two signals. */
const PACE = 80;

/** Milliseconds between two looks at the list of files while a run goes on. */
const DETAIL_PACE = 3000;

export class RunSession {
  readonly followed: IFollowedRun;
  readonly story = new Story();
  detail: RunDetail | undefined;
  /** Why there is no detail. */
  problem: Problem | undefined;
  private known: Run | undefined;
  private asked = '';
  private pace: ReturnType<typeof setTimeout> | undefined;
  private detailPace: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  private readonly signal = new Signal<this, void>(this);

  constructor(
    readonly id: string,
    readonly runs: IRuns
  ) {
    this.followed = runs.follow(id);
    this.followed.changed.connect(this.onNews, this);
    runs.changed.connect(this.onNews, this);
    this.look();
  }

  get changed(): ISignal<this, void> {
    return this.signal;
  }

  /** The run as last seen. */
  get run(): Run | undefined {
    return this.runs.get(this.id) ?? this.known ?? this.detail?.run;
  }

  /** Its deletion can still be undone. */
  get leaving(): boolean {
    return this.runs.leaving.has(this.id);
  }

  /** It was deleted, or is about to be. */
  get removed(): boolean {
    if (this.leaving) return true;
    if (this.problem?.code === 'run-unknown') return true;
    return this.runs.loaded && this.known !== undefined && !this.runs.get(this.id);
  }

  /** Asks for plan, files and failures again. */
  refresh(): void {
    this.asked = '';
    this.look();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    clearTimeout(this.pace);
    clearTimeout(this.detailPace);
    this.followed.changed.disconnect(this.onNews, this);
    this.runs.changed.disconnect(this.onNews, this);
    this.followed.dispose();
    Signal.clearData(this);
  }

  private readonly onNews = (): void => {
    this.pace ??= setTimeout(() => {
      this.pace = undefined;
      this.look();
      this.signal.emit(undefined);
    }, PACE);
  };

  private look(): void {
    this.known = this.runs.get(this.id) ?? this.known;
    this.story.read(this.followed.events);
    this.askWhenNeeded();
  }

  /** The detail is asked for anew when the run ends, and when it has made something. */
  private askWhenNeeded(): void {
    const { followed, story } = this;
    const question = [
      this.run?.state,
      followed.complete,
      story.figures.length,
      this.runs.connection.kind === 'lost'
    ].join();
    if (question === this.asked || this.detailPace) return;
    this.asked = question;
    void this.ask();
    this.detailPace = setTimeout(() => {
      this.detailPace = undefined;
      this.askWhenNeeded();
    }, DETAIL_PACE);
  }

  private async ask(): Promise<void> {
    try {
      this.detail = await this.runs.detail(this.id);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error.problem;
    }
    if (!this.disposed) this.signal.emit(undefined);
  }
}
