/** Follows a run: its state, and the lines and events of all ranks merged by time. */
import type { Followed, Run, RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { hasEnded, whenTold } from '../../core/run/ended.js';
import type { FollowOptions } from '../../ports/target.js';
import { sleep } from './sleep.js';
import { sourcesOf, type Source } from './sources.js';

/** A run to follow. */
export interface Subject {
  readonly folder: string;
  /** The run as it is now. */
  read(): Promise<Run>;
}

/**
 * Milliseconds between two looks: what a line waits at most. Not told by the system,
 * which would wake a reader for every line of a busy program.
 */
const LOOK = 100;
/** Items that are given before a live run itself is looked at again. */
const ROUND = 10_000;

export async function* followRun(
  subject: Subject,
  options: FollowOptions
): AsyncGenerator<Followed> {
  const { signal, live = true } = options;
  let told: Run | undefined;
  let run = await subject.read();
  const sources = sourcesOf(subject.folder, run.ranks.length, options);
  try {
    for (;;) {
      const isLast = hasEnded(run) || !live;
      const items = merged(sources, hasEnded(run), isLast ? Infinity : ROUND);
      yield* withRun({ run, told }, items, signal);
      if (isLast) return;
      told = run;
      // After a full round there is more to give already.
      if (!sources.some(({ head }) => head)) await sleep(LOOK, signal);
      if (signal?.aborted === true) return;
      // Read before the streams: what an ended run has written is then all there.
      run = await subject.read();
    }
  } finally {
    await Promise.all(sources.map(source => source.close()));
  }
}

/** Items between the news of the run that come before and after them. */
async function* withRun(
  { run, told }: { run: Run; told: Run | undefined },
  items: AsyncIterable<Followed>,
  signal?: AbortSignal
): AsyncGenerator<Followed> {
  const when = whenTold(run, told);
  if (when === 'before') yield { kind: 'run', run };
  for await (const item of items) {
    if (signal?.aborted === true) return;
    yield item;
  }
  if (when === 'after') yield { kind: 'run', run };
}

/** What the sources have at the moment, the earliest first, at most so many items. */
async function* merged(
  sources: readonly Source[],
  ended: boolean,
  most: number
): AsyncGenerator<Followed> {
  // A source that runs dry waits for the next round: else one that is written to all
  // the time would be asked again for every item of the others.
  let live = sources;
  for (let given = 0; given < most; given += 1) {
    if (live.some(source => !source.head)) live = await filled(live, ended);
    const first = earliest(live);
    if (!first?.head) return;
    yield first.head.item;
    first.advance();
  }
}

async function filled(sources: readonly Source[], ended: boolean): Promise<Source[]> {
  const full: Source[] = [];
  for (const source of sources) if (await source.fill(ended)) full.push(source);
  return full;
}

/** By time across ranks; within a rank as the program made it. */
function earliest(sources: readonly Source[]): Source | undefined {
  const heads = new Map<number, Source>();
  for (const source of sources) {
    const { item } = source.head ?? {};
    if (!item || item.kind === 'run') continue;
    const other = heads.get(item.rank);
    heads.set(item.rank, other ? firstOf(other, source) : source);
  }
  let first: Source | undefined;
  for (const source of heads.values()) {
    if (timeOf(source) < timeOf(first)) first = source;
  }
  return first;
}

function timeOf(source: Source | undefined): number {
  return source?.head?.time ?? Infinity;
}

/**
 * A rank's line or its event. Times of lines are those of our looks; the event knows
 * how much had been written before it.
 */
function firstOf(a: Source, b: Source): Source {
  return (isFirst(a.head?.item, b.head?.item) ?? timeOf(a) <= timeOf(b)) ? a : b;
}

/** Whether `a` comes first, when one of them is an event that knows. */
function isFirst(a?: Followed, b?: Followed): boolean | undefined {
  if (a?.kind === 'event' && b?.kind === 'log') return comesBefore(a.event, b.end);
  if (a?.kind !== 'log' || b?.kind !== 'event') return undefined;
  const before = comesBefore(b.event, a.end);
  return before === undefined ? undefined : !before;
}

function comesBefore({ written }: RunnerEvent, end: number): boolean | undefined {
  return written === undefined ? undefined : end > written;
}
