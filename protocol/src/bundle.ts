/** The bundle: the files a run needs, the entry, the requirements; it has a digest. */
import * as z from 'zod/mini';
import { Message } from './message.js';

/** A file of the bundle, by reference. */
export const BundleFile = z.object({
  /** Path below the working folder, `/` between parts, never absolute, never `..`. */
  path: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Permission bits: 0o644 or 0o755. */
  mode: z.int(),
  /** Hex SHA-256 of the bytes; absent for files that are switched off (never read). */
  sha256: z.exactOptional(z.string()),
  origin: z.enum(['script', 'notebook', 'module', 'data', 'runner', 'user']),
  reason: Message,
  /** False: found, but left out (too large, looks secret, or the user's choice). */
  included: z.boolean()
});
export type BundleFile = z.infer<typeof BundleFile>;

/** A distribution the code needs. */
export const Requirement = z.object({
  /** Normalised name (PEP 503), e.g. `scikit-learn`. */
  name: z.string(),
  /** PEP 508 text, e.g. `scikit-learn==1.5.0`, `pkg @ git+https://…`. */
  text: z.string(),
  source: z.enum(['magic', 'file', 'script-metadata', 'import']),
  reason: Message,
  included: z.boolean(),
  /** Version in the chosen environment, when it is there. */
  installed: z.exactOptional(z.string())
});
export type Requirement = z.infer<typeof Requirement>;

/** What the runner starts. */
export const Entry = z.discriminatedUnion('kind', [
  /** A converted notebook: the script, executed cell by cell. */
  z.object({ kind: z.literal('script'), path: z.string() }),
  /** The notebook itself, executed by a real kernel. */
  z.object({
    kind: z.literal('notebook'),
    path: z.string(),
    /** Names of the notebooks behind it. */
    then: z.exactOptional(z.array(z.string()))
  }),
  /** A `.py` file, with its command line arguments. */
  z.object({ kind: z.literal('file'), path: z.string(), args: z.array(z.string()) }),
  /** One function of the notebook: a script with what it needs, then the call. */
  z.object({ kind: z.literal('function'), path: z.string(), name: z.string() })
]);
export type Entry = z.infer<typeof Entry>;

/** The bundle as the plan shows it. */
export const BundlePlan = z.object({
  /** `sha256:…` over files, entry and requirements; equal input gives an equal digest. */
  digest: z.string(),
  /** Bytes of all that is shipped, the runner included. */
  size: z.int(),
  entry: Entry,
  files: z.array(BundleFile),
  requirements: z.array(Requirement)
});
export type BundlePlan = z.infer<typeof BundlePlan>;
