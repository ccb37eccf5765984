/**
 * Changes that somebody made to a workload's manifest by hand: a JSON Patch (RFC 6902), as
 * `kubectl patch --type=json` takes it. It is kept apart from what the form decides, so that
 * the same changes hold for the next run too.
 */
import * as z from 'zod/mini';

const path = z.string().check(z.regex(/^(\/.*)?$/s));

/** `value` is any JSON value. */
export const PatchOperation = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add'), path, value: z.unknown() }),
  z.object({ op: z.literal('replace'), path, value: z.unknown() }),
  z.object({ op: z.literal('remove'), path }),
  /** What is there must be this; otherwise the patch is for another manifest. */
  z.object({ op: z.literal('test'), path, value: z.unknown() })
]);
export type PatchOperation = z.infer<typeof PatchOperation>;

/** In values, `$(run.name)` stands for the name of the run. */
export const ManifestPatch = z.array(PatchOperation);
export type ManifestPatch = z.infer<typeof ManifestPatch>;

/** Stands for the name of the run. */
export const RUN_NAME = '$(run.name)';
