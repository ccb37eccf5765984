/**
 * The plan of the active notebook. It follows the editor and the settings with a short
 * delay, asks only while somebody watches, and takes only the answer to its last
 * question.
 */
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import {
  DEFAULT_SETTINGS,
  type Plan,
  type PlanAnswer,
  type PlanBody,
  type Problem,
  type Run,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { pageProblem } from '../client/gateway.js';
import type { INotebookSource, IPlan, PlanState, SettingsChange } from '../tokens.js';
import { leftOutProblem } from './left-out.js';
import { changeSettings, readSettings, sameSettings } from './settings.js';
import { Starts } from './starts.js';
import type { ReadSettings } from './stored-settings.js';

export interface PlanModelOptions {
  readonly plan: (body: PlanBody, signal: AbortSignal) => Promise<PlanAnswer>;
  readonly launch: (body: PlanBody, id: string) => Promise<Run>;
  readonly ask: (path: string, body: PlanBody) => Promise<unknown>;
  /** Does what may be done before a start; tells whether the code is pushed. */
  readonly prepare: (plan: Plan, body: PlanBody) => Promise<boolean>;
  readonly store: SettingsStore;
}

/** Where the page keeps what was last chosen for a notebook. */
export interface SettingsStore {
  load(path: string): Promise<unknown>;
  save(path: string, settings: Settings): void;
}

/** Milliseconds of quiet before the plan is asked for. */
const DELAY = 300;

/** A notebook that never rests is taken as it was when it was last asked about. */
const ROUNDS = 5;

const EMPTY: PlanState = {
  path: undefined,
  settings: DEFAULT_SETTINGS,
  answer: undefined,
  problem: undefined,
  computing: false,
  launching: false,
  remembered: false,
  pushed: false,
  leftOut: undefined
};

const NOTHING: ReadSettings = { settings: DEFAULT_SETTINGS, leftOut: [] };

export class PlanModel implements IPlan {
  private current = EMPTY;
  private source: INotebookSource | undefined;
  private readonly signal = new Signal<this, void>(this);
  private watchers = 0;
  /** Watchers that want an answer, and show nothing. */
  private settling = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private abort: AbortController | undefined;
  /** What `answer` or `problem` is the answer to. */
  private answered: string | undefined;
  private launched: Promise<Run> | undefined;
  private readonly starts = new Starts();

  constructor(private readonly options: PlanModelOptions) {}

  get state(): PlanState {
    return this.current;
  }

  get changed(): ISignal<this, void> {
    return this.signal;
  }

  /** Another notebook is active, or none. */
  async show(source: INotebookSource | undefined): Promise<void> {
    this.stop();
    this.source = source;
    this.answered = undefined;
    this.launched = undefined;
    this.set({ ...EMPTY, path: source?.path, computing: source !== undefined });
    if (!source) return;
    const stored = await readSettings(await this.options.store.load(source.path));
    const inNotebook = await readSettings(source.remembered());
    if (this.source !== source) return;
    const { settings, leftOut } = stored ?? inNotebook ?? NOTHING;
    this.set({
      settings,
      leftOut: leftOut.length > 0 ? leftOutProblem(leftOut) : undefined,
      remembered: inNotebook !== undefined
    });
    this.schedule(0);
  }

  /** The notebook's text may have changed. */
  touch(): void {
    this.schedule(DELAY);
  }

  /** The notebook's file is as its editor has it now. */
  saved(): void {
    void this.prepare();
  }

  /** The notebook has another name now. */
  renamed(): void {
    this.set({ path: this.source?.path });
    this.keep();
    this.refresh();
  }

  update(change: SettingsChange): void {
    this.choose(changeSettings(this.current.settings, change));
  }

  reset(): void {
    this.choose(DEFAULT_SETTINGS);
  }

  remember(keep: boolean): void {
    this.source?.remember(keep ? this.current.settings : undefined);
    this.set({ remembered: keep });
  }

  refresh(): void {
    this.answered = undefined;
    this.schedule(0);
  }

  watch(): IDisposable {
    this.watchers += 1;
    if (this.watchers === 1) this.schedule(0);
    return new DisposableDelegate(() => {
      this.watchers -= 1;
      if (this.watchers === 0) this.stop();
    });
  }

  async settled(): Promise<PlanState> {
    const watching = this.watch();
    this.settling += 1;
    try {
      await this.askUntilAnswered();
      return this.current;
    } finally {
      this.settling -= 1;
      watching.dispose();
    }
  }

  ask(path: string, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.options.ask(path, { ...this.body(), ...more });
  }

  launch(): Promise<Run> {
    if (this.launched) return this.launched;
    const launched = this.start().finally(() => {
      // Another notebook is shown now, and may have a start of its own.
      if (this.launched !== launched) return;
      this.launched = undefined;
      this.set({ launching: false });
    });
    this.launched = launched;
    return launched;
  }

  async launchSettled(path: string): Promise<Run | undefined> {
    const { path: now, answer } = await this.settled();
    return now === path && answer?.ready ? this.launch() : undefined;
  }

  dispose(): void {
    this.stop();
    this.source = undefined;
    Signal.clearData(this);
  }

  private async start(): Promise<Run> {
    const body = this.body();
    const name = this.current.answer?.plan.name ?? 'run';
    this.set({ launching: true });
    return this.starts.start(this.question(), name, id =>
      this.options.launch(body, id)
    );
  }

  private choose(settings: Settings): void {
    const { settings: before, leftOut } = this.current;
    if (sameSettings(settings, before) && !leftOut) return;
    // What is kept from now on has nothing in it that is not understood.
    this.set({ settings, leftOut: undefined });
    this.keep();
    this.schedule(DELAY);
  }

  private keep(): void {
    const { path, settings, remembered } = this.current;
    if (path !== undefined) this.options.store.save(path, settings);
    if (remembered) this.source?.remember(settings);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    if (this.watchers === 0 || !this.source) return;
    this.timer = setTimeout(() => {
      void this.compute();
    }, delay);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = undefined;
  }

  private body(): PlanBody {
    const { source } = this;
    if (!source) throw new Error('There is no notebook.');
    const { text, unsaved } = source.read();
    const { settings } = this.current;
    return { path: source.path, settings, ...(unsaved ? { text } : {}) };
  }

  /** Output of running cells changes a notebook, but not its plan. */
  private question(): string | undefined {
    const { source } = this;
    if (!source) return undefined;
    return JSON.stringify([source.path, source.read().text, this.current.settings]);
  }

  /** A notebook that changes while it is asked about is asked about again. */
  private async askUntilAnswered(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      clearTimeout(this.timer);
      await this.compute();
      if (this.answered === this.question()) return;
    }
  }

  private async compute(): Promise<void> {
    const question = this.question();
    if (question === undefined) return;
    // Also when the plan is known already: what was changed back is not asked for any more.
    this.abort?.abort();
    if (question === this.answered) {
      this.set({ computing: false });
      return;
    }
    const abort = new AbortController();
    this.abort = abort;
    this.set({ computing: true, pushed: false });
    const outcome = await this.outcome(abort.signal);
    if (abort.signal.aborted) return;
    this.answered = question;
    this.set({ ...outcome, computing: false });
    void this.prepare();
  }

  /** Only for the plan that is shown: one that is being changed is prepared after that. */
  private async prepare(): Promise<void> {
    const { answer, pushed } = this.current;
    const question = this.question();
    // Who starts it at once looks at no plan, and pushes it now.
    if (this.watchers <= this.settling || pushed) return;
    if (!answer?.ready || question !== this.answered) return;
    const isPushed = await this.options.prepare(answer.plan, this.body());
    if (isPushed && question === this.answered) this.set({ pushed: true });
  }

  private async outcome(
    signal: AbortSignal
  ): Promise<Pick<PlanState, 'answer' | 'problem'>> {
    try {
      const answer = await this.options.plan(this.body(), signal);
      return { answer, problem: undefined };
    } catch (error) {
      const { problem } = error as { problem?: Problem };
      return {
        answer: undefined,
        problem: problem ?? pageProblem('server-unreachable')
      };
    }
  }

  private set(change: Partial<PlanState>): void {
    this.current = { ...this.current, ...change };
    this.signal.emit(undefined);
  }
}
