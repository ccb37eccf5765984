/**
 * What the runner is given: `.jkf/entry.json` in the rank's working folder.
 * Written by the plan, read by `controller/runner/jkf_runner`.
 */
import * as z from 'zod/mini';

/** Lines of the script that are lines of a cell, one to one. */
export const Segment = z.object({
  /** First line in the script, from 1. */
  scriptLine: z.int(),
  /** The same line in the cell, from 1. */
  cellLine: z.int(),
  /** How many lines. */
  lines: z.int()
});
export type Segment = z.infer<typeof Segment>;

/** A cell of the script, executed as one unit. */
export const ScriptCell = z.object({
  /** Code cell number, from 1. */
  number: z.int(),
  /**
   * In order. What the script has behind the last one, before the next cell, belongs to
   * the cell's last statement.
   */
  segments: z.array(Segment),
  /** Tagged `raises-exception`: an exception is reported and the run goes on. */
  mayRaise: z.boolean(),
  /** Tagged `parameters`: overrides are assigned after it. */
  parameters: z.boolean()
});
export type ScriptCell = z.infer<typeof ScriptCell>;

/** A notebook that is executed after another one has come to its end. */
export const NextNotebook = z.object({
  path: z.string(),
  source: z.string(),
  parameters: z.array(z.string())
});

export const RunnerSpec = z.discriminatedUnion('kind', [
  /** A converted notebook, executed cell by cell in one namespace. */
  z.object({
    kind: z.literal('script'),
    /** Script, relative to the working folder. */
    path: z.string(),
    /** The notebook's file name: tracebacks say `digits.ipynb, cell 3`. */
    source: z.string(),
    cells: z.array(ScriptCell)
  }),
  /** As `script`; then calls `name` with the parameters as keyword arguments. */
  z.object({
    kind: z.literal('function'),
    path: z.string(),
    source: z.string(),
    cells: z.array(ScriptCell),
    name: z.string()
  }),
  /** The notebook, executed by a real kernel; the result is `.jkf/executed.ipynb`. */
  z.object({
    kind: z.literal('notebook'),
    path: z.string(),
    source: z.string(),
    /** Names of the parameters it declares; absent: all that are chosen are its own. */
    parameters: z.exactOptional(z.array(z.string())),
    /**
     * Notebooks behind it, each in a kernel of its own; their results are
     * `.jkf/executed/SOURCE`.
     */
    next: z.exactOptional(z.array(NextNotebook))
  }),
  /** A `.py` file, executed as `__main__`. */
  z.object({ kind: z.literal('file'), path: z.string(), args: z.array(z.string()) })
]);
export type RunnerSpec = z.infer<typeof RunnerSpec>;
