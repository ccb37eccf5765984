/**
 * A followed run in files and pipes. Text: the program's output and nothing else on
 * stdout; results, states and now and then the progress on stderr. JSON: every item
 * as one object a line.
 */
import type { Followed, RunState } from '@jupyterlab-kubeflow/protocol';
import type { Clock } from '../../ports/clock.js';
import type { Output, Terminal } from '../../ports/process.js';
import { print } from '../report.js';
import { eventLines, logLine, type LineStyle } from '../render/follow-lines.js';
import type { FollowState } from '../render/follow-state.js';
import { jsonLine } from '../render/json.js';
import { RUN_MARKS } from '../render/marks.js';
import { painter } from '../render/paint.js';
import { progressLine } from '../render/status-line.js';
import type { Printer } from './printer.js';

/** Milliseconds between two progress lines, at least. */
const PROGRESS_MS = 30_000;

export class PlainPrinter implements Printer {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #shown: RunState = 'pending';
  #progressAt: number;

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#progressAt = clock.now();
  }

  async item(item: Followed, state: FollowState): Promise<void> {
    const { out, err } = this.#terminal;
    const ranks = state.run?.ranks.length ?? 1;
    if (item.kind === 'log') return print(out, [logLine(item, styleFor(out, ranks))]);
    if (item.kind === 'event') {
      await print(err, eventLines(item, styleFor(err, ranks)));
    }
    await print(err, [...this.#stateLines(state), ...this.#progressLines(state)]);
  }

  cancelling(): void {
    void print(this.#terminal.err, ['Cancelling. A second signal leaves at once.']);
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  /** The end is not told here: the summary follows. */
  #stateLines({ run }: FollowState): string[] {
    if (!run || run.state === this.#shown) return [];
    this.#shown = run.state;
    return run.state === 'running'
      ? [`${run.id}: ${RUN_MARKS.running.word.toLowerCase()}`]
      : [];
  }

  #progressLines({ run }: FollowState): string[] {
    const now = this.#clock.now();
    if (run?.state !== 'running' || now - this.#progressAt < PROGRESS_MS) return [];
    this.#progressAt = now;
    return [`${run.id}: ${progressLine(run, now)}`];
  }
}

function styleFor(output: Output, ranks: number): LineStyle {
  const terminal = output.isTTY;
  return { paint: painter(output.colours), ranks, timestamps: false, terminal };
}

export class JsonPrinter implements Printer {
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  item(item: Followed): Promise<void> {
    return this.#out.write(jsonLine(item));
  }

  cancelling(): void {
    // The run's own change of state tells it.
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
