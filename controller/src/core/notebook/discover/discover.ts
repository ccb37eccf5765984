/**
 * Finds what a run needs besides the code: modules, data files, distributions. Pure:
 * texts it would have to read are named in `missingTexts`; the caller reads them and
 * asks again, until there are none.
 */
import {
  bytesText,
  problem,
  reason,
  type Message,
  type Problem,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import type { CodeBlock } from '../python/literals.js';
import { parseOnce, type Tree } from '../python/tree.js';
import { crawl, type Crawl, type WrittenFile } from './crawl.js';
import { namedFiles, outsideFiles } from './data.js';
import type { EnvironmentFacts } from './distributions.js';
import { importFaults, type ImportFaults } from './import-faults.js';
import { Listing, type ListedFile } from './listing.js';
import type { NeededImports } from './needed-imports.js';
import { findRequirements, type MagicRequirement } from './requirements.js';
import {
  selectFiles,
  MAX_FILE_BYTES,
  MAX_TOTAL_BYTES,
  type Candidate,
  type Choice,
  type FoundFile
} from './selection.js';

export interface DiscoverInput {
  /** Path of the notebook or file itself, relative to its folder; never found as data. */
  readonly source: string;
  /** Code of the kept cells as written but without IPython syntax, or of the file. */
  readonly blocks: readonly CodeBlock[];
  /** Requirements of install commands. */
  readonly magics: readonly MagicRequirement[];
  /** Scripts the notebook runs (`%run`). */
  readonly shipped: readonly string[];
  /** Files the notebook writes itself (`%%writefile`). */
  readonly written: readonly WrittenFile[];
  /** The notebook's folder. */
  readonly listing: {
    readonly files: readonly ListedFile[];
    readonly truncated: boolean;
  };
  /** Texts read so far; `undefined`: absent, or not text. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** Absent: the interpreter could not be asked. */
  readonly facts?: EnvironmentFacts;
  readonly choice: Choice;
  /** Parser to share between calls (`parseOnce()`), so that no code is parsed twice. */
  readonly parse?: (code: string) => Tree;
}

export interface Discovery {
  /** Sorted by path; those left out have a reason that says why. */
  readonly files: readonly FoundFile[];
  readonly requirements: readonly Requirement[];
  /** Dotted names of imports that the environment must answer to, sorted. */
  readonly imports: readonly string[];
  /** What is said of imports of modules beside the notebook. */
  readonly importFaults: ImportFaults;
  /** What to import to see whether it works, and where it is looked for. */
  readonly trial: Pick<NeededImports, 'tried'> & Pick<Crawl, 'roots'>;
  /** Files whose text must be read before the answer is complete. */
  readonly missingTexts: readonly string[];
  /** What the user chose and cannot have. */
  readonly problems: readonly Problem[];
  /** What may go wrong in the run, with cell and line. */
  readonly warnings: readonly Problem[];
  readonly notes: readonly Message[];
}

/** Looks at everything known so far. Calling it again with more texts only adds. */
export function discover(input: DiscoverInput): Discovery {
  const { source, choice, facts } = input;
  const listing = new Listing(input.listing.files.filter(file => file.path !== source));
  const parse = input.parse ?? parseOnce();
  const known = { ...input, listing, parse, ...(facts ? { facts } : {}) };
  const crawled = crawl(known);
  const needs = findRequirements({ ...known, imports: crawled.outside });
  const named = namedCandidates(input, crawled.literals, listing);
  const selection = selectFiles([...crawled.candidates, ...named], choice, listing);
  return {
    files: selection.files,
    requirements: needs.requirements,
    imports: [...new Set(crawled.outside.map(({ module }) => module))].sort(),
    importFaults: importFaults({
      ...{ crawled, texts: input.texts, files: selection.files },
      ...{ truncated: input.listing.truncated, ...(facts ? { facts } : {}) }
    }),
    trial: { tried: crawled.needed.tried, roots: crawled.roots },
    missingTexts: [...new Set([...crawled.missing, ...needs.missing])],
    problems: selection.problems,
    warnings: [...outsideFiles(crawled.literals), ...tooLarge(selection.files)],
    notes: [...crawled.notes, ...needs.notes, ...truncation(input)]
  };
}

function namedCandidates(
  { written }: DiscoverInput,
  literals: Parameters<typeof namedFiles>[0],
  listing: Listing
): Candidate[] {
  const own = new Set(written.map(({ path }) => path));
  return namedFiles(literals, listing).map(named => ({
    file: named.file,
    origin: named.file.path.endsWith('.py') ? 'module' : 'data',
    reason: own.has(named.file.path) ? reason('file-written', {}) : named.reason,
    ...(named.written || own.has(named.file.path) ? { wanted: false } : {})
  }));
}

/** A file the code wants and does not get makes the run fail: say so before. */
function tooLarge(files: readonly FoundFile[]): Problem[] {
  return files
    .filter(({ reason: { code } }) => /^file-(?:too-large|over-total)$/.test(code))
    .map(({ path, size, reason: { code } }) => {
      const limit = code === 'file-too-large' ? MAX_FILE_BYTES : MAX_TOTAL_BYTES;
      const params = { path, size: bytesText(size), limit: bytesText(limit) };
      return problem('file-not-shipped', params);
    });
}

function truncation({ listing }: DiscoverInput): Message[] {
  if (!listing.truncated) return [];
  return [reason('listing-truncated', { count: listing.files.length })];
}
