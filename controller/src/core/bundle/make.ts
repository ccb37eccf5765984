/** Makes bundles: files in one order, one digest for equal input. */
import type { Entry } from '@jupyterlab-kubeflow/protocol';
import type { Bundle, BundleEntry, Hasher } from './bundle.js';

/** What goes into a bundle, in any order. */
export interface BundleParts {
  readonly files: readonly BundleEntry[];
  readonly entry: Entry;
  /** PEP 508 texts. */
  readonly requirements: readonly string[];
}

/**
 * Sorts the parts and computes the digest over path, mode and bytes of each file,
 * the entry and the requirements. Where files come from does not count.
 */
export function makeBundle(parts: BundleParts, hash: Hasher): Bundle {
  const files = [...parts.files].sort((a, b) => compare(a.path, b.path));
  const requirements = [...new Set(parts.requirements)].sort(compare);
  const identity = {
    files: files.map(({ path, mode, sha256 }) => [path, mode, sha256]),
    entry: canonicalEntry(parts.entry),
    requirements
  };
  return {
    digest: `sha256:${hash(JSON.stringify(identity))}`,
    files,
    entry: parts.entry,
    requirements
  };
}

/** A file made here. */
export function textFile(
  path: string,
  text: string,
  sizeAndHash: { readonly size: (text: string) => number; readonly hash: Hasher }
): BundleEntry {
  return {
    path,
    mode: 0o644,
    sha256: sizeAndHash.hash(text),
    size: sizeAndHash.size(text),
    content: { kind: 'text', text }
  };
}

/** By UTF-16 code units: the same order on every machine, unlike a locale's. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Keys in one order, whoever made the entry. */
function canonicalEntry(entry: Entry): unknown {
  return Object.entries(entry).sort(([a], [b]) => compare(a, b));
}
