/** Hands on the log of a build's pod, and keeps its end. */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { LastLines } from '../../../core/builder/last-lines.js';
import { CONTAINER } from '../../../core/builder/layout.js';
import { withoutSignature } from '../../../core/builder/observe.js';
import type { ClusterApi } from '../../../ports/cluster.js';
import type { Timing } from '../../../ports/timing.js';

/** Milliseconds: a node that is gone never ends its log. */
const LATE = 10_000;
/** Lines that are kept. */
const KEPT = 50;

export class LogOfBuild {
  readonly #place: {
    readonly api: ClusterApi;
    readonly namespace: string;
    readonly signal: AbortSignal;
  };
  readonly #line: (line: string) => void;
  readonly #last = new LastLines(KEPT);
  #copied: Promise<void> | undefined;

  constructor(
    place: {
      readonly api: ClusterApi;
      readonly namespace: string;
      readonly signal: AbortSignal;
    },
    line: (line: string) => void
  ) {
    this.#place = place;
    this.#line = line;
  }

  /** Its last lines. */
  get last(): readonly string[] {
    return this.#last.lines;
  }

  /** Begins to copy it; calls again do no harm. */
  copy(pod: string | undefined): void {
    if (pod === undefined) return;
    if (this.#copied) return;
    this.#copied = this.#copy(pod);
    // It is waited for when the build has ended; until then nobody listens.
    this.#copied.catch(() => undefined);
  }

  /** Resolves when all of it has come, or nothing more for a while. */
  async end({ sleep }: Pick<Timing, 'sleep'>): Promise<void> {
    const late = new AbortController();
    const waited = sleep(LATE, late.signal).catch(() => undefined);
    await Promise.race([this.#copied, waited]);
    late.abort();
  }

  async #copy(pod: string): Promise<void> {
    const { api, namespace, signal } = this.#place;
    const request = { namespace, pod, container: CONTAINER, follow: true, signal };
    try {
      for await (const entry of api.logs(request)) {
        if (entry.kind === 'line' || entry.kind === 'notice') this.#take(entry.text);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.#take(error.problem.sentence);
    }
  }

  #take(text: string): void {
    const line = withoutSignature(text);
    this.#last.take(line);
    this.#line(line);
  }
}
