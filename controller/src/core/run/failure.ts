/** Says why a run failed: which rank, where in the notebook, which exception. */
import {
  bytesText,
  problem,
  type Place,
  type Problem,
  type Rank
} from '@jupyterlab-kubeflow/protocol';
import type { Failure, RankSummary } from './summary.js';

/** A failed run, as far as its sentence needs it. */
export interface FailedRun {
  readonly id: string;
  /** Notebook or file as the user named it. */
  readonly source: string;
  readonly ranks: readonly Rank[];
  /** In rank order. */
  readonly summaries: readonly RankSummary[];
}

/** Longest exception message that is quoted, in characters. */
const MESSAGE_LIMIT = 300;

/**
 * The problem of a run whose first rank to end badly was `first`. When an exception
 * was reported earlier by another rank, that one is blamed: its peers often notice the
 * lost connection, and end, before it has ended itself.
 */
export function failureProblem(run: FailedRun, first: number): Problem {
  const rank = run.ranks[blamed(run, first)] ?? run.ranks[first];
  if (!rank) throw new RangeError(`there is no rank ${String(first)}`);
  const summary = run.summaries[rank.rank];
  if (summary?.failure) return raised(run, rank, summary.failure);
  const common = { id: run.id, rank: rank.rank };
  if (rank.signal === 'SIGKILL') {
    const peak = summary?.peakBytes ? bytesText(summary.peakBytes) : 'not yet reported';
    return problem('run-rank-killed', { ...common, peak });
  }
  return rank.signal === undefined
    ? problem('run-rank-exit', { ...common, exitCode: rank.exitCode ?? 1 })
    : problem('run-rank-signal', { ...common, signal: rank.signal });
}

function blamed(run: FailedRun, first: number): number {
  const end = run.ranks[first]?.endedAt ?? Infinity;
  const earliest = run.summaries
    .flatMap(({ failure }, rank) => (failure ? [{ rank, time: failure.time }] : []))
    .filter(({ time }) => time * 1000 <= end)
    .sort((a, b) => a.time - b.time)[0];
  return earliest?.rank ?? first;
}

/** What a sentence about an exception names. */
interface FailureParams {
  readonly id: string;
  readonly rank: number;
  readonly source: string;
  readonly line: number;
  readonly exception: string;
  readonly message: string;
  readonly error: string;
}

/** How Python words a program that left with a number: `sys.exit(2)`, argparse. */
const EXIT_CODE = /^\d+$/;

/** Leaving is no fault of a line: argparse does, when the arguments are wrong. */
function exited(run: FailedRun, rank: Rank, failure: Failure): Problem {
  const { id, source } = run;
  const exitCode = rank.exitCode ?? Number(failure.message);
  return problem('run-file-exit', { id, rank: rank.rank, source, exitCode });
}

/** With its place, when it is in the run's own notebook: others are not opened by it. */
function inCell(params: FailureParams, failure: Failure): Problem {
  const { source, sourceCell = failure.cell } = failure;
  if (source === undefined) {
    const { cell } = failure;
    return problem('run-failed-in-cell', { ...params, cell }, placeOf(failure));
  }
  return problem('run-failed-in-cell', { ...params, source, cell: sourceCell });
}

function raised(run: FailedRun, rank: Rank, failure: Failure): Problem {
  const message = firstLine(failure.message);
  const left = failure.exception === 'SystemExit' && EXIT_CODE.test(message);
  if (failure.cell === 0 && left) return exited(run, rank, failure);
  const params = {
    id: run.id,
    rank: rank.rank,
    source: run.source,
    line: failure.line,
    exception: failure.exception,
    message,
    // As Python has it: `MemoryError` has often no message.
    error: message === '' ? failure.exception : `${failure.exception}: ${message}`
  };
  return failure.cell === 0
    ? problem('run-failed-in-file', params)
    : inCell(params, failure);
}

function placeOf(failure: Failure): Place {
  return failure.line > 0
    ? { cell: failure.cell, line: failure.line }
    : { cell: failure.cell };
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > MESSAGE_LIMIT ? `${line.slice(0, MESSAGE_LIMIT - 1)}…` : line;
}
