/**
 * Python environments for tests. One that cannot be made skips its tests by name and
 * reason; with `CI=true` it fails them instead.
 */
import { ensureEnv } from '../scripts/envs.mjs';

/** An interpreter, or why there is none. */
export interface TestEnvironment {
  /** Absolute path; empty when the environment cannot be made. */
  readonly path: string;
  /** For the title of a skipped suite: empty, or ` (skipped: …)`. */
  readonly reason: string;
}

/** Builds the environment unless it is there. */
export async function environment(name: string): Promise<TestEnvironment> {
  try {
    const { python } = await ensureEnv(name, { log });
    return { path: python, reason: '' };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return { path: '', reason: ` (skipped: ${message(error)})` };
  }
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function message(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
