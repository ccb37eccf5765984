/** What the supervisor says of its components. */
import * as z from 'zod/mini';

export const ComponentStatusSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** `waiting` for others, `starting`, `ready`, `failing` its probe, `paused`, `stopped` on request, `exited` by itself. */
  state: z.enum([
    'waiting',
    'starting',
    'ready',
    'failing',
    'paused',
    'stopped',
    'exited'
  ]),
  /** As the node numbers it. */
  pid: z.optional(z.number()),
  /** Milliseconds since 1970 of the last change between running and not. */
  since: z.optional(z.number()),
  memoryBytes: z.optional(z.number()),
  log: z.string(),
  /** Why it is not ready. */
  detail: z.optional(z.string())
});

export const NodeStatusSchema = z.object({
  /** What went wrong with the node itself. */
  problem: z.optional(z.string()),
  components: z.array(ComponentStatusSchema)
});

export type ComponentStatus = z.infer<typeof ComponentStatusSchema>;
export type NodeStatus = z.infer<typeof NodeStatusSchema>;

const MIB = 2 ** 20;

/** Rows of the table that `status` prints, header first. */
export function statusRows(components: readonly ComponentStatus[]): string[][] {
  const rows = components.map(each => [
    each.name,
    each.state,
    each.version,
    each.memoryBytes === undefined
      ? '–'
      : `${String(Math.round(each.memoryBytes / MIB))} MiB`,
    each.log,
    each.detail ?? ''
  ]);
  return [['COMPONENT', 'HEALTH', 'VERSION', 'MEMORY', 'LOG', ''], ...rows];
}

/** Columns as wide as their content. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map(row => row[i]?.length ?? 0))
  );
  return rows.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  );
}
