/**
 * Follows a run on the terminal until it ends or the user leaves. The first Ctrl-C
 * cancels the run and waits for its end, the second leaves; SIGTERM and SIGHUP leave
 * at once, for they are about jkf and not about the run, which goes on by itself.
 */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { SignalName } from '../ports/process.js';
import type { RunTarget } from '../ports/target.js';
import type { Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { runExit } from './exit.js';
import { LivePrinter } from './follow/live.js';
import { JsonPrinter, PlainPrinter } from './follow/plain.js';
import type { Printer } from './follow/printer.js';
import { FOLLOW_START, followState } from './render/follow-state.js';
import { runSummary } from './render/run-card.js';
import { typed } from './render/typed.js';
import { layoutOf, print } from './report.js';
import { SIGNAL_EXIT, type Signals } from './signals.js';

export interface FollowContext {
  readonly cli: Cli;
  readonly services: Services;
  readonly signals: Signals;
  readonly format: 'text' | 'json';
}

/** Exit code of the run, or of the signal that made the user leave. */
export async function followRun(run: Run, context: FollowContext): Promise<number> {
  const { cli, services, signals, format } = context;
  const printer = printerFor(context);
  const visit = new Visit(services.runs.target, run.id, printer);
  const stop = signals.listen(name => {
    visit.signal(name);
  });
  try {
    await visit.watch();
  } finally {
    stop();
    await printer.end();
  }
  if (visit.left) return leave(cli, run, visit.left);
  const ended = await services.runs.target.get(run.id);
  if (format === 'text') await summarise(ended, context);
  return runExit(ended);
}

function printerFor({ cli, services, format }: FollowContext): Printer {
  const { out, err } = cli.process.terminal;
  if (format === 'json') return new JsonPrinter(out);
  return out.isTTY && err.isTTY
    ? new LivePrinter(out, cli.process, services.clock)
    : new PlainPrinter(cli.process.terminal, services.clock);
}

/** One following of a run: watches it, and answers signals. */
class Visit {
  readonly #target: RunTarget;
  readonly #id: string;
  readonly #printer: Printer;
  readonly #stop = new AbortController();
  #cancel: Promise<void> | undefined;
  /** The signal that made the user leave before the run's end. */
  left: SignalName | undefined;

  constructor(target: RunTarget, id: string, printer: Printer) {
    this.#target = target;
    this.#id = id;
    this.#printer = printer;
  }

  /** Until the run has ended or the user leaves; throws when cancelling failed. */
  async watch(): Promise<void> {
    let state = FOLLOW_START;
    const items = this.#target.follow(this.#id, { signal: this.#stop.signal });
    for await (const item of items) {
      state = followState(state, item);
      await this.#printer.item(item, state);
    }
    if (!this.left) await this.#cancel;
  }

  signal(name: SignalName): void {
    if (name === 'SIGINT' && !this.#cancel) {
      this.#printer.cancelling();
      this.#cancel = this.#target.cancel(this.#id);
      // Awaited, and thrown, after the loop that this ends.
      this.#cancel.catch(() => {
        this.#stop.abort();
      });
      return;
    }
    this.left = name;
    this.#stop.abort();
  }
}

async function leave(cli: Cli, { id }: Run, signal: SignalName): Promise<number> {
  const sentence =
    signal === 'SIGINT'
      ? `Left while ${id} is being cancelled. See its end with: jkf runs show ${id}`
      : `${id} goes on without jkf. Follow it with: jkf runs logs ${id} --follow`;
  await print(cli.process.terminal.err, ['', typed(sentence, cli.program)]);
  return SIGNAL_EXIT[signal];
}

async function summarise(run: Run, { cli, services }: FollowContext): Promise<void> {
  const { err } = cli.process.terminal;
  const outputs = await services.runs.target.outputs(run.id);
  const facts = { outputs, now: services.clock.now() };
  await print(err, runSummary(run, facts, layoutOf(err, cli.program)));
}
