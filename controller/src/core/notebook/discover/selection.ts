/** Which of the files that were found are shipped: limits, secrets, the user's choice. */
import {
  bytesText,
  problem,
  reason,
  type BundleFile,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { globTest } from './globs.js';
import { isOutside, normalPath, type ListedFile, type Listing } from './listing.js';
import { looksSecret } from './secrets.js';

/** Bytes of one file: code and tables are smaller, data sets and weights belong in storage. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Bytes of all files: every rank gets a copy, later over the network. */
export const MAX_TOTAL_BYTES = 50 * 1024 * 1024;

/** A file as the plan shows it, before its bytes are read. */
export type FoundFile = Omit<BundleFile, 'sha256'>;

/** A file that something in the notebook asks for. */
export interface Candidate {
  readonly file: ListedFile;
  readonly origin: BundleFile['origin'];
  readonly reason: Message;
  /** Absent: ship it. False: found, but not wanted by itself. */
  readonly wanted?: false;
}

/** Paths, folders or globs below the notebook's folder. */
export interface Choice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface Selection {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/** Decides for each candidate; the user's own files come last. Sorted by path. */
export function selectFiles(
  candidates: readonly Candidate[],
  choice: Choice,
  listing: Listing
): Selection {
  const chosen = chosenFiles(choice.include, listing);
  const all = new Map<string, Candidate>();
  for (const candidate of [...candidates, ...chosen.candidates]) {
    const { path } = candidate.file;
    const asked = chosen.paths.has(path);
    if (asked) all.set(path, { ...candidate, ...(all.get(path) ?? {}), ...CHOSEN });
    else if (!all.has(path)) all.set(path, candidate);
  }
  const left = (path: string): boolean => choice.exclude.some(p => covers(p, path));
  const budget = { bytes: MAX_TOTAL_BYTES };
  const files = [...all.values()].map(candidate =>
    decide(candidate, { left, asked: chosen.paths.has(candidate.file.path), budget })
  );
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    problems: chosen.problems
  };
}

const CHOSEN = { reason: reason('chosen', {}) };

interface Chosen {
  readonly candidates: readonly Candidate[];
  readonly paths: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

function chosenFiles(include: readonly string[], listing: Listing): Chosen {
  const candidates: Candidate[] = [];
  const problems: Problem[] = [];
  for (const pattern of include) {
    const found = chosenBy(pattern, listing);
    if ('sentence' in found) problems.push(found);
    else
      candidates.push(
        ...found.map(file => ({ file, origin: 'user' as const, ...CHOSEN }))
      );
  }
  const paths = new Set(candidates.map(({ file }) => file.path));
  return { candidates, paths, problems };
}

function chosenBy(pattern: string, listing: Listing): readonly ListedFile[] | Problem {
  const path = isOutside(pattern) ? undefined : normalPath(pattern);
  if (path === undefined) return problem('include-outside', { path: pattern });
  if (listing.file(path) && looksSecret(path))
    return problem('include-secret', { path });
  const files = pattern.trim() === '' ? [] : listing.matching(path);
  return files.length > 0 ? files : problem('include-nothing', { path: pattern });
}

/** A path covers itself and what is below it; a glob what it matches, and below that. */
function covers(pattern: string, path: string): boolean {
  const normal = normalPath(pattern);
  if (normal === undefined || normal === '') return false;
  const test = globTest(normal);
  const parts = path.split('/');
  return parts.some((_, i) => test(parts.slice(0, i + 1).join('/')));
}

interface Circumstances {
  readonly left: (path: string) => boolean;
  readonly asked: boolean;
  /** Bytes that may still be shipped. */
  readonly budget: { bytes: number };
}

function decide(candidate: Candidate, circumstances: Circumstances): FoundFile {
  const { file, origin } = candidate;
  const refusal = leftOut(candidate, circumstances);
  if (!refusal) circumstances.budget.bytes -= file.size;
  return {
    path: file.path,
    size: file.size,
    mode: file.executable ? 0o755 : 0o644,
    origin,
    reason: refusal ?? candidate.reason,
    included: refusal === undefined
  };
}

/** Why a file is not shipped; `undefined` when it is. */
function leftOut(
  { file, wanted, reason: why }: Candidate,
  { left, asked, budget }: Circumstances
): Message | undefined {
  const { path, size } = file;
  if (looksSecret(path)) return reason('file-secret', {});
  if (left(path)) return reason('file-left-out', {});
  if (asked) return undefined;
  if (wanted === false) return why;
  if (size > MAX_FILE_BYTES) {
    const limits = { size: bytesText(size), limit: bytesText(MAX_FILE_BYTES) };
    return reason('file-too-large', { ...limits, path });
  }
  if (size > budget.bytes) {
    return reason('file-over-total', { limit: bytesText(MAX_TOTAL_BYTES), path });
  }
  return undefined;
}
