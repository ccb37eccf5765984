/** The bundle as a value: the files a run needs, the entry command and the requirements. */
import type { Entry } from '@jupyterlab-kubeflow/protocol';

/** Hex SHA-256 of bytes or of UTF-8 text; passed in, for core has no hashing of its own. */
export type Hasher = (data: string | Uint8Array) => string;

/** Where a file's bytes come from when the bundle is written. */
export type FileContent =
  /** Made here. */
  | { readonly kind: 'text'; readonly text: string }
  /** Copied from the notebook's folder; refused when its digest has changed since. */
  | { readonly kind: 'copy'; readonly from: string };

/** One file of a bundle. */
export interface BundleEntry {
  /** Path below the working folder, `/` between parts; never absolute, never `..`. */
  readonly path: string;
  /** Permission bits, 0o644 or 0o755. */
  readonly mode: number;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly content: FileContent;
}

/** A Dockerfile of the user's, and what it may copy. */
export interface BuildContext {
  readonly dockerfile: BundleEntry;
  /** By paths below the Dockerfile's folder. */
  readonly files: readonly BundleEntry[];
}

/** What is delivered to where the run happens. */
export interface Bundle {
  /** `sha256:` + hex over sorted files, entry and requirements. */
  readonly digest: string;
  readonly files: readonly BundleEntry[];
  readonly entry: Entry;
  /** What an image is built from; not delivered, and no part of the digest. */
  readonly context?: BuildContext;
  /** PEP 508 texts, sorted. */
  readonly requirements: readonly string[];
}
