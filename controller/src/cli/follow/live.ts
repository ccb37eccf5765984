/**
 * A followed run on a terminal: lines scroll by above a status line that stays at the
 * bottom. What came since the last frame is written in one piece (erase the status,
 * lines, status again), so that nothing flickers however fast lines come.
 */
import type { Followed } from '@jupyterlab-kubeflow/protocol';
import type { Clock } from '../../ports/clock.js';
import type { Output, Process } from '../../ports/process.js';
import { layoutOf } from '../report.js';
import { eventLines, logLine, type LineStyle } from '../render/follow-lines.js';
import { FOLLOW_START, type FollowState } from '../render/follow-state.js';
import { painter } from '../render/paint.js';
import { ERASE_LINE } from '../render/screen.js';
import { statusLine } from '../render/status-line.js';
import type { Printer } from './printer.js';

const FRAME_MS = 100;

/** Characters held back at most: beyond it a frame is written at once. */
const PENDING = 32_768;

export class LivePrinter implements Printer {
  readonly #out: Output;
  readonly #clock: Clock;
  readonly #stop: () => void;
  #state: FollowState = FOLLOW_START;
  #pending = '';
  #frame = 0;
  #drawn = false;
  #cancelling = false;

  constructor(out: Output, process: Pick<Process, 'every'>, clock: Clock) {
    this.#out = out;
    this.#clock = clock;
    this.#stop = process.every(FRAME_MS, () => {
      void this.#draw();
    });
  }

  async item(item: Followed, state: FollowState): Promise<void> {
    this.#state = state;
    for (const line of this.#lines(item)) this.#pending += `${line}\n`;
    if (this.#pending.length > PENDING) await this.#draw();
  }

  cancelling(): void {
    this.#cancelling = true;
    const hint = 'Cancelling. Press Ctrl-C again to leave without waiting.';
    this.#pending += `${painter(this.#out.colours)('warning', hint)}\n`;
    void this.#draw();
  }

  async end(): Promise<void> {
    this.#stop();
    this.#state = FOLLOW_START;
    await this.#draw();
  }

  #lines(item: Followed): string[] {
    const style: LineStyle = {
      paint: painter(this.#out.colours),
      ranks: this.#state.run?.ranks.length ?? 1,
      timestamps: false,
      terminal: true
    };
    if (item.kind === 'log') return [logLine(item, style)];
    return item.kind === 'event' ? eventLines(item, style) : [];
  }

  /** One frame, in one write. */
  async #draw(): Promise<void> {
    const erase = this.#drawn ? ERASE_LINE : '';
    const text = erase + this.#pending + this.#status();
    this.#pending = '';
    this.#frame += 1;
    if (text) await this.#out.write(text);
  }

  /** Without the last column: a full line would make some terminals wrap. */
  #status(): string {
    const { run } = this.#state;
    this.#drawn = run !== undefined;
    if (!run) return '';
    const layout = layoutOf(this.#out);
    const facts = {
      now: this.#clock.now(),
      frame: Math.floor(this.#frame / 2),
      cancelling: this.#cancelling
    };
    return statusLine(run, facts, { ...layout, columns: layout.columns - 1 });
  }
}
