/** The bytes of a bundle, as they are delivered. */
import type { Bundle, BundleEntry } from '../core/bundle/bundle.js';
import { utf8 } from '../core/image/utf8.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';

/** Reads a file of this computer; refuses one whose digest is another. */
export type ReadFile = (path: string, sha256: string) => Promise<Uint8Array>;

export function readBundle(
  { files }: Bundle,
  read: ReadFile
): Promise<readonly DeliveredFile[]> {
  return readEntries(files, read);
}

export function readEntries(
  entries: readonly BundleEntry[],
  read: ReadFile
): Promise<readonly DeliveredFile[]> {
  return Promise.all(
    entries.map(async entry => ({
      path: entry.path,
      mode: entry.mode,
      bytes: await bytesOf(entry, read)
    }))
  );
}

async function bytesOf(
  { content, sha256 }: BundleEntry,
  read: ReadFile
): Promise<Uint8Array> {
  return content.kind === 'text' ? utf8(content.text) : read(content.from, sha256);
}
