/**
 * What the runner inside a run reports, one JSON object a line, on a side channel
 * (the file named by `JKF_EVENTS`). The program's own output is not touched.
 */
import * as z from 'zod/mini';

const at = {
  /** Seconds since the epoch, with fractions. */
  time: z.number(),
  /** Bytes of output written before; absent where output does not go to a file. */
  written: z.exactOptional(z.int())
};
const inCell = {
  /** Code cell number from 1; 0: outside any cell (a `.py` file, the call of a function). */
  cell: z.int()
};

export const RunnerEvent = z.discriminatedUnion('kind', [
  /** The program is about to start. `cells`: how many it will execute. */
  z.object({ kind: z.literal('started'), ...at, cells: z.int(), python: z.string() }),
  /** Parameter overrides were applied (name → Python `repr`). */
  z.object({
    kind: z.literal('parameters'),
    ...at,
    values: z.record(z.string(), z.string())
  }),
  /** `position`: how many-th executed cell, from 1. */
  z.object({
    kind: z.literal('cell-started'),
    ...at,
    ...inCell,
    position: z.int(),
    of: z.int()
  }),
  z.object({ kind: z.literal('cell-finished'), ...at, ...inCell, seconds: z.number() }),
  /** A cell's last expression, or what `display` got. Text is cut at 64 KiB. */
  z.object({
    kind: z.literal('value'),
    ...at,
    ...inCell,
    text: z.string(),
    /** `text/html`, when the object has a rich form of at most 256 KiB. */
    html: z.exactOptional(z.string())
  }),
  /** A figure was saved. `path` is below the rank's working folder. */
  z.object({ kind: z.literal('figure'), ...at, ...inCell, path: z.string() }),
  /** A number found in an output line. `step`: epoch or step of the same line. */
  z.object({
    kind: z.literal('metric'),
    ...at,
    ...inCell,
    name: z.string(),
    value: z.number(),
    step: z.exactOptional(z.number())
  }),
  /** An exception ended the program, or a cell tagged `raises-exception` (`expected`). */
  z.object({
    kind: z.literal('failure'),
    ...at,
    ...inCell,
    /** Line within the cell, or within the file when `cell` is 0. */
    line: z.int(),
    exception: z.string(),
    message: z.string(),
    traceback: z.string(),
    expected: z.boolean(),
    /** Of a run of several notebooks: the one behind the first that it is in. */
    source: z.exactOptional(z.string()),
    /** Code cell number in that one; `cell` counts through all. */
    sourceCell: z.exactOptional(z.int())
  }),
  /** Peak resident memory of the rank's process so far. */
  z.object({ kind: z.literal('memory'), ...at, peakBytes: z.int() }),
  /** What all processes of the rank use, as whoever started it sees them. */
  z.object({
    kind: z.literal('usage'),
    ...at,
    /** Cores, on average since the event before. */
    cpu: z.number(),
    /** Highest of the looks since then; without what the kernel only keeps of files. */
    memoryBytes: z.int()
  }),
  /** The program came to its end by itself. */
  z.object({ kind: z.literal('finished'), ...at, ok: z.boolean() })
]);
export type RunnerEvent = z.infer<typeof RunnerEvent>;
