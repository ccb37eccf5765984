/** The error of a call to an API server: a problem, and what a program decides by. */
import { ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';

export interface FaultFacts {
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** As the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether the same call may succeed later without anybody doing anything. */
  readonly temporary: boolean;
}

export class ClusterError extends ProblemError implements FaultFacts {
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly temporary: boolean;

  constructor(problem: Problem, facts: FaultFacts) {
    super(problem);
    this.temporary = facts.temporary;
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Whether the version a watch or a page was to go on from is too old. */
export function isExpired(error: unknown): boolean {
  return error instanceof ClusterError && error.status === 410;
}
