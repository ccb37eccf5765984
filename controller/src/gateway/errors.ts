/** Problems as HTTP answers: the status of their row, the problem as JSON. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  ERRORS,
  ProblemError,
  problem,
  type ErrorAnswer,
  type Problem
} from '@jupyterlab-kubeflow/protocol';

/** What a page is told; an error without a row goes to the log in full. */
export function problemOf(error: unknown, log: (text: string) => void): Problem {
  if (error instanceof ProblemError) return error.problem;
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const detail = error instanceof Error ? error.message : String(error);
  return problem('gateway-internal', { detail });
}

export function answerProblem(context: Context, why: Problem): Response {
  const answer: ErrorAnswer = { problem: why };
  return context.json(answer, statusOf(why));
}

function statusOf({ code }: Problem): ContentfulStatusCode {
  const rows: Readonly<Record<string, { readonly status: number } | undefined>> =
    ERRORS;
  return (rows[code]?.status ?? 500) as ContentfulStatusCode;
}
