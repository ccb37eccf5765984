/** Reads what a target has to say of a run. */
import {
  ProblemError,
  type Cursor,
  type Followed,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { FollowOptions, RunTarget } from '../../../controller/src/ports/target.js';

type Line = Extract<Followed, { kind: 'log' }>;

/** Everything that following gives. */
export async function all(
  target: RunTarget,
  id: string,
  options?: FollowOptions
): Promise<Followed[]> {
  const items: Followed[] = [];
  for await (const item of target.follow(id, options)) items.push(item);
  return items;
}

/** Follows to the end, and gives the run as it is then. */
export async function ended(target: RunTarget, id: string): Promise<Run> {
  const last = (await all(target, id)).filter(item => item.kind === 'run').at(-1);
  if (!last) throw new Error(`following ${id} gave no run`);
  return last.run;
}

/** Follows until an item of the kind asked for has come. */
export async function until(
  target: RunTarget,
  id: string,
  found: (item: Followed) => boolean
): Promise<Followed> {
  for await (const item of target.follow(id)) if (found(item)) return item;
  throw new Error(`following ${id} ended before what was waited for`);
}

/** Texts of the lines of one rank. */
export function linesOf(items: readonly Followed[], rank: number): string[] {
  return items
    .filter((item): item is Line => item.kind === 'log' && item.rank === rank)
    .map(({ text }) => text);
}

/** The cursor of whoever has read these items. */
export function cursorAfter(items: readonly Followed[]): Cursor {
  const cursor: Cursor = { logs: {}, events: {} };
  for (const item of items) {
    if (item.kind === 'log') cursor.logs[String(item.rank)] = item.end;
    if (item.kind === 'event') cursor.events[String(item.rank)] = item.end;
  }
  return cursor;
}

/** The code of the problem that an action ends with. */
export async function problemOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'no problem';
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code;
    throw error;
  }
}
