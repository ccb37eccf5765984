/** The error of a call to a registry: a problem, and what a program decides by. */
import { ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';

export interface RegistryFacts {
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** As the registry asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether the same call may succeed later without anybody doing anything. */
  readonly temporary: boolean;
  /** The registry's own codes, e.g. `MANIFEST_BLOB_UNKNOWN`. */
  readonly codes?: readonly string[];
}

export class RegistryError extends ProblemError implements RegistryFacts {
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly temporary: boolean;
  readonly codes: readonly string[];

  constructor(problem: Problem, facts: RegistryFacts) {
    super(problem);
    this.temporary = facts.temporary;
    this.codes = facts.codes ?? [];
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Whether a manifest named blobs that the repository does not have (any more). */
export function lacksBlobs(error: unknown): boolean {
  return (
    error instanceof RegistryError &&
    error.codes.some(code => /^(MANIFEST_)?BLOB_UNKNOWN$/.test(code))
  );
}
