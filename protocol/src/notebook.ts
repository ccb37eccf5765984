/** What becomes of a notebook's code: decisions per construct, outcome per cell. */
import * as z from 'zod/mini';
import { Message } from './message.js';
import { Problem } from './problem.js';

/** What happens to one construct of a cell. */
export const Outcome = z.enum([
  /** Runs as it is (`%time f()` runs `f()`). */
  'keep',
  /** Runs as equivalent Python (`!ls` becomes a subprocess). */
  'translate',
  /** Becomes a requirement of the environment (`%pip install x`). */
  'requirement',
  /** Left out, with a reason (`%load_ext autoreload`). */
  'drop',
  /** Nothing changes, but the user should know. */
  'note',
  /** Cannot run; the plan is blocked until the cell changes. */
  'refuse'
]);
export type Outcome = z.infer<typeof Outcome>;

/** One occurrence of IPython syntax or of a call that needs care, and what was decided. */
export const Decision = z.object({
  /** Row of the policy, e.g. `%time`, `!`, `input()`. */
  rule: z.string(),
  outcome: Outcome,
  /** Code cell number, from 1. */
  cell: z.int(),
  /** First line within the cell, from 1. */
  line: z.int(),
  /** The construct as written, shortened to one line of at most 80 characters. */
  source: z.string(),
  reason: Message,
  /** Present when `outcome` is `refuse`. */
  problem: z.exactOptional(Problem)
});
export type Decision = z.infer<typeof Decision>;

/** A code cell of the notebook and what becomes of it. */
export const CellPlan = z.object({
  /** Position among all cells of the notebook, from 0 (what a click jumps to). */
  index: z.int(),
  /** Number among code cells, from 1. */
  number: z.int(),
  /** nbformat 4.5 cell id. */
  id: z.exactOptional(z.string()),
  outcome: z.enum(['kept', 'dropped', 'refused']),
  /** Why it is kept, dropped or refused. */
  reason: Message,
  /** First line of code, shortened, for lists. */
  title: z.string(),
  tags: z.array(z.string()),
  decisions: z.array(Decision)
});
export type CellPlan = z.infer<typeof CellPlan>;

/** A run parameter: an assignment of the cell tagged `parameters`. */
export const Parameter = z.object({
  name: z.string(),
  type: z.enum(['int', 'float', 'bool', 'str', 'list', 'dict', 'none', 'any']),
  /** The default as Python source. */
  defaultSource: z.string(),
  /** What the user chose, as JSON; absent: the default. */
  value: z.exactOptional(z.unknown()),
  /** The trailing comment of the assignment: papermill's help text. */
  help: z.exactOptional(z.string()),
  cell: z.int(),
  line: z.int()
});
export type Parameter = z.infer<typeof Parameter>;
