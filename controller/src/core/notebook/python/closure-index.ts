/** Which statements of a notebook give a name its value, in the order of execution. */
import { statementsOf, type Statement } from './names.js';

/** The code of a cell, without IPython syntax. */
export interface CodeCell {
  /** Code cell number, from 1. */
  readonly number: number;
  readonly code: string;
}

/** A statement in its place among all statements of the notebook. */
export interface Placed {
  readonly index: number;
  readonly cell: number;
  /** The cell's code, which the statement's nodes point into. */
  readonly code: string;
  readonly statement: Statement;
}

export interface NameIndex {
  readonly all: readonly Placed[];
  /** Indices of the statements that bind or change a name, ascending. */
  touching(name: string): readonly number[];
  /**
   * Statements before position `at` that make the name's value there: back to the last
   * one that certainly binds it, with everything that changes it since.
   */
  live(name: string, at: number): Placed[];
}

/**
 * Indexes the statements of all cells. A statement that only calls `entry` for its
 * effect is not counted: the run itself makes that call.
 */
export function indexNames(cells: readonly CodeCell[], entry: string): NameIndex {
  const all = placed(cells);
  const writers = globalWriters(all, entry);
  const touches = new Map<string, number[]>();
  for (const item of all) {
    for (const name of touchedBy(item.statement, writers, entry)) {
      const indices = touches.get(name);
      if (indices) indices.push(item.index);
      else touches.set(name, [item.index]);
    }
  }
  const touching = (name: string): readonly number[] => touches.get(name) ?? [];
  return { all, touching, live: (name, at) => liveAt(all, touching(name), name, at) };
}

function placed(cells: readonly CodeCell[]): Placed[] {
  const modules = new Set<string>();
  const all: Placed[] = [];
  for (const { number, code } of cells) {
    for (const statement of statementsOf(code, modules)) {
      all.push({ index: all.length, cell: number, code, statement });
    }
  }
  return all;
}

/** Functions that bind names of the module when called, by their own name. */
function globalWriters(
  all: readonly Placed[],
  entry: string
): ReadonlyMap<string, ReadonlySet<string>> {
  const writers = new Map<string, ReadonlySet<string>>();
  for (const { statement } of all) {
    if (statement.globalWrites.size === 0) continue;
    for (const name of [...statement.defines, ...statement.mayDefine]) {
      if (name !== entry) writers.set(name, statement.globalWrites);
    }
  }
  return writers;
}

function touchedBy(
  statement: Statement,
  writers: ReadonlyMap<string, ReadonlySet<string>>,
  entry: string
): Set<string> {
  const bound = [...statement.defines, ...statement.mayDefine];
  const reads = statement.reads.filter(read => !read.later).map(read => read.name);
  if (reads.includes(entry)) return new Set(bound);
  const written = reads.flatMap(name => [...(writers.get(name) ?? [])]);
  return new Set([...bound, ...statement.mutates, ...written]);
}

function liveAt(
  all: readonly Placed[],
  indices: readonly number[],
  name: string,
  at: number
): Placed[] {
  const live: Placed[] = [];
  for (let i = countBelow(indices, at) - 1; i >= 0; i--) {
    const item = all[indices[i] ?? -1];
    if (item) live.push(item);
    if (item?.statement.defines.has(name)) break;
  }
  return live;
}

/** How many of ascending numbers are below a limit. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
