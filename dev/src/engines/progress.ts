/**
 * How far a build is, from what Go prints: pure. `go build -v` names each package when its
 * compilation starts; what Go's own cache holds is not named, so a build may end early.
 */

/** Where one engine is. */
export interface EngineProgress {
  readonly engine: string;
  readonly phase: 'waiting' | 'downloading' | 'compiling' | 'linking' | 'ready';
  /** Modules fetched while downloading, packages begun while compiling. */
  readonly done: number;
  /** Packages in all; 0 while that is not known. */
  readonly total: number;
  /** Seconds a cold build takes: the engine's weight in the estimate. */
  readonly seconds: number;
}

/** An engine that nothing has happened to. */
export function startOf(engine: string, seconds: number): EngineProgress {
  return { engine, phase: 'waiting', done: 0, total: 0, seconds };
}

/** What a line of Go's standard error says about the build. */
export function readGoLine(line: string): 'download' | 'package' | 'other' {
  if (line.startsWith('go: downloading ')) return 'download';
  return /^[\w.~-]+(\/[\w.~+-]+)*$/.test(line) ? 'package' : 'other';
}

/** The state after one more line. */
export function advance(state: EngineProgress, line: string): EngineProgress {
  const kind = readGoLine(line);
  if (kind === 'download') {
    const again = state.phase === 'downloading';
    return state.total > 0
      ? state
      : { ...state, phase: 'downloading', done: again ? state.done + 1 : 1 };
  }
  if (kind === 'other') return state;
  const done = state.phase === 'compiling' ? state.done + 1 : 1;
  return { ...state, phase: 'compiling', done: Math.min(done, state.total || done) };
}

/** Share of the engine's work that is behind, 0 to 1. */
export function fraction({ phase, done, total }: EngineProgress): number {
  if (phase === 'ready') return 1;
  if (phase === 'linking') return 0.95;
  return phase === 'compiling' && total > 0 ? (0.95 * done) / total : 0;
}

/** Share of all the work that is behind, 0 to 1. */
export function overall(states: readonly EngineProgress[]): number {
  const all = states.reduce((sum, { seconds }) => sum + seconds, 0);
  const behind = states.reduce(
    (sum, state) => sum + state.seconds * fraction(state),
    0
  );
  return all === 0 ? 1 : behind / all;
}

/** Below this share the pace so far says less than the table. */
const ENOUGH = 0.05;

/**
 * Seconds still to go: by the table at first, then by the pace of this computer.
 * @param elapsed seconds since the builds began
 */
export function secondsLeft(
  states: readonly EngineProgress[],
  elapsed: number
): number {
  const all = states.reduce((sum, { seconds }) => sum + seconds, 0);
  const behind = overall(states);
  const pace = behind < ENOUGH ? all : elapsed / behind;
  return Math.max(0, Math.round(pace * (1 - behind)));
}

/** One line for a person: `34 % · node 410 of 3136 packages · about 3 min left`. */
export function describe(states: readonly EngineProgress[], elapsed: number): string {
  const parts = states.flatMap(state => describeOne(state) ?? []);
  const percent = `${String(Math.floor(overall(states) * 100))} %`;
  return [percent, ...parts, describeLeft(secondsLeft(states, elapsed))].join(' · ');
}

function describeOne({
  engine,
  phase,
  done,
  total
}: EngineProgress): string | undefined {
  switch (phase) {
    case 'waiting':
    case 'ready':
      return undefined;
    case 'downloading':
      return `${engine}: ${String(done)} modules fetched`;
    case 'compiling':
      return `${engine}: ${String(done)} of ${String(total)} packages`;
    case 'linking':
      return `${engine}: linking`;
  }
}

function describeLeft(seconds: number): string {
  return seconds < 60
    ? `about ${String(seconds)} s left`
    : `about ${String(Math.round(seconds / 60))} min left`;
}
