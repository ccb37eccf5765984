/** Follows a run: its state, and the lines and events of all ranks merged by time. */
import type { Followed, Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded, whenTold } from '../../core/run/ended.js';
import type { FollowOptions } from '../../ports/target.js';
import { Changes } from './changes.js';
import { FILES, RANK_FILES, rankFolder } from './layout.js';
import { sourcesOf, type Source } from './sources.js';

/** A run to follow. */
export interface Subject {
  readonly folder: string;
  /** The run as it is now. */
  read(): Promise<Run>;
}

/** Milliseconds in which changes are gathered: what a line waits at most. */
const PAUSE = 15;

export async function* followRun(
  subject: Subject,
  options: FollowOptions
): AsyncGenerator<Followed> {
  const { signal, live = true } = options;
  let told: Run | undefined;
  let run = await subject.read();
  const sources = sourcesOf(subject.folder, run.ranks.length, options);
  const changes = watchOf(subject.folder, run);
  try {
    for (;;) {
      yield* withRun({ run, told }, merged(sources, hasEnded(run)), signal);
      if (hasEnded(run) || !live) return;
      told = run;
      await changes.next(PAUSE, signal);
      if (signal?.aborted === true) return;
      // Read before the streams: what an ended run has written is then all there.
      run = await subject.read();
    }
  } finally {
    changes.close();
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

function watchOf(folder: string, run: Run): Changes {
  const names: readonly string[] = [RANK_FILES.log, RANK_FILES.events, FILES.state];
  const folders = run.ranks.map(({ rank }) => rankFolder(folder, rank));
  return new Changes([folder, ...folders], name => names.includes(name));
}

/** What the sources have at the moment, the earliest first. */
async function* merged(
  sources: readonly Source[],
  ended: boolean
): AsyncGenerator<Followed> {
  // A source that runs dry waits for the next round: else one that is written to all
  // the time would be asked again for every item of the others.
  let live = sources;
  for (;;) {
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

function earliest(sources: readonly Source[]): Source | undefined {
  let first: Source | undefined;
  for (const source of sources) {
    const time = source.head?.time ?? Infinity;
    if (time < (first?.head?.time ?? Infinity)) first = source;
  }
  return first;
}
