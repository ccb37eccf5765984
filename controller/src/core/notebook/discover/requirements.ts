/** Distributions the code needs: from magics, script metadata, files and imports. */
import { reason, type Message, type Requirement } from '@jupyterlab-kubeflow/protocol';
import type { OutsideImport } from './crawl.js';
import {
  commonDistribution,
  normalName,
  providerOf,
  type EnvironmentFacts
} from './distributions.js';
import { normalPath, type Listing } from './listing.js';
import {
  readRequirement,
  requirementLines,
  scriptDependencies,
  type RequirementLine
} from './requirement-lines.js';

/** A requirement of an install command in a cell. */
export interface MagicRequirement {
  /** As written: `torch==2.1`, `-r requirements.txt`. */
  readonly text: string;
  readonly cell: number;
  readonly line: number;
}

export interface RequirementSources {
  readonly magics: readonly MagicRequirement[];
  readonly blocks: readonly { readonly cell?: number; readonly code: string }[];
  readonly imports: readonly OutsideImport[];
  readonly listing: Listing;
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly facts?: EnvironmentFacts;
}

export interface FoundRequirements {
  /** One a name, sorted by name: the explicit one goes before the deduced one. */
  readonly requirements: readonly Requirement[];
  readonly missing: readonly string[];
  readonly notes: readonly Message[];
}

/** File that is read when it lies beside the notebook. */
const REQUIREMENTS_FILE = 'requirements.txt';
/** Names in converted code that the run itself provides. */
export const OWN_MODULES: ReadonlySet<string> = new Set([
  'jkf_runner',
  'jupyterlab_kubeflow',
  '__main__',
  '__future__'
]);
const SOURCES: readonly Requirement['source'][] = [
  'magic',
  'script-metadata',
  'file',
  'import'
];

export function findRequirements(sources: RequirementSources): FoundRequirements {
  const reader = new FileReader(sources.listing, sources.texts);
  const all = [
    ...sources.magics.flatMap(magic => fromMagic(magic, reader)),
    ...sources.blocks.flatMap(fromMetadata),
    ...reader.read(REQUIREMENTS_FILE, true).map(unlessImported(sources)),
    ...sources.imports.flatMap(found => fromImport(found, sources.facts) ?? [])
  ];
  const best = new Map<string, Requirement>();
  for (const requirement of all) {
    const other = best.get(requirement.name);
    if (!other || goesBefore(requirement, other))
      best.set(requirement.name, requirement);
  }
  return {
    requirements: [...best.values()]
      .map(requirement => withInstalled(requirement, sources.facts))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    missing: reader.missing,
    notes: reader.notes
  };
}

/**
 * Listed for the project as a whole, perhaps: what no import needs must not keep this
 * notebook from running. What an install command in a cell names is another matter.
 */
function unlessImported({
  imports,
  facts
}: RequirementSources): (listed: Requirement) => Requirement {
  const modules = imports.filter(({ optional }) => !optional).map(rootOf);
  const names = new Set(modules.flatMap(module => distributionsOf(module, facts)));
  return listed => {
    const file = String(listed.reason.params['file']);
    return names.has(listed.name)
      ? listed
      : { ...listed, reason: reason('requirement-unused', { file }) };
  };
}

/** Names under which the distribution of a module may be listed. */
function distributionsOf(module: string, facts?: EnvironmentFacts): string[] {
  const provider = facts && providerOf(module, facts);
  return [provider?.name, commonDistribution(module), module].flatMap(name =>
    name === undefined ? [] : normalName(name)
  );
}

function rootOf({ module }: OutsideImport): string {
  return module.split('.')[0] ?? '';
}

/** The last of several install commands counts, and of imports one that must succeed. */
function goesBefore(one: Requirement, other: Requirement): boolean {
  const order = SOURCES.indexOf(one.source) - SOURCES.indexOf(other.source);
  if (order !== 0) return order < 0;
  if (one.source === 'import') return one.included && !other.included;
  return one.source === 'magic';
}

function withInstalled(
  requirement: Requirement,
  facts: EnvironmentFacts | undefined
): Requirement {
  const found = facts?.distributions.find(({ name }) => name === requirement.name);
  return found ? { ...requirement, installed: found.version } : requirement;
}

type Stated = Pick<Requirement, 'source' | 'reason'>;

function stated(line: RequirementLine | undefined, by: Stated): Requirement[] {
  if (line?.kind !== 'package' && line?.kind !== 'direct') return [];
  return [{ name: line.name, text: line.text, ...by, included: true }];
}

function fromMagic(
  { text, cell, line }: MagicRequirement,
  reader: FileReader
): Requirement[] {
  const found = readRequirement(text);
  if (found?.kind === 'include') return reader.read(found.path, false);
  return stated(found, {
    source: 'magic',
    reason: reason('requirement-magic', { cell, line })
  });
}

function fromMetadata(block: RequirementSources['blocks'][number]): Requirement[] {
  const where = block.cell === undefined ? 'the file' : `cell ${String(block.cell)}`;
  const why = reason('requirement-metadata', { where });
  return scriptDependencies(block.code).flatMap(text =>
    stated(readRequirement(text), { source: 'script-metadata', reason: why })
  );
}

/** Reads requirements files, and those they include. */
class FileReader {
  readonly missing: string[] = [];
  readonly notes: Message[] = [];
  readonly #seen = new Set<string>();

  constructor(
    readonly listing: Listing,
    readonly texts: ReadonlyMap<string, string | undefined>
  ) {}

  /** `optional`: nobody named the file, so its absence is no news. */
  read(named: string, optional: boolean): Requirement[] {
    const path = named.startsWith('/') ? undefined : normalPath(named);
    if (path === undefined || !this.listing.file(path)) {
      if (!optional) this.notes.push(reason('requirements-absent', { file: named }));
      return [];
    }
    if (this.#seen.has(path)) return [];
    this.#seen.add(path);
    if (!this.texts.has(path)) this.missing.push(path);
    return requirementLines(this.texts.get(path) ?? '').flatMap(line =>
      this.#line(line, path)
    );
  }

  #line(line: RequirementLine, file: string): Requirement[] {
    if (line.kind === 'include') {
      const folder = file.slice(0, file.lastIndexOf('/') + 1);
      return this.read(folder + line.path, false);
    }
    return stated(line, {
      source: 'file',
      reason: reason('requirement-file', { file })
    });
  }
}

/** `undefined` for what Python or the run itself brings, or when nothing is known. */
function fromImport(
  found: OutsideImport,
  facts: EnvironmentFacts | undefined
): Requirement | undefined {
  const module = rootOf(found);
  if (OWN_MODULES.has(module) || facts?.stdlib.includes(module)) return undefined;
  const provider = facts && providerOf(module, facts);
  const { where } = found;
  if (provider) {
    const editable = provider.editable !== undefined;
    return {
      name: provider.name,
      // Without the local part: `2.1.0+cpu` is `2.1.0`, and no index has the former.
      text: `${provider.name}==${provider.version.replace(/\+.*$/, '')}`,
      source: 'import',
      reason: editable
        ? reason('requirement-editable', { where, folder: provider.editable })
        : reason('requirement-import', { where }),
      included: !editable
    };
  }
  return notInstalled(found, module, facts !== undefined);
}

function notInstalled(
  { where, optional }: OutsideImport,
  module: string,
  asked: boolean
): Requirement | undefined {
  const common = commonDistribution(module);
  if (common === undefined && !asked) return undefined;
  const name = common ?? module;
  const unsure = common === undefined ? 'requirement-guessed' : 'requirement-common';
  return {
    name: normalName(name),
    text: normalName(name),
    source: 'import',
    reason: reason(optional ? 'requirement-optional' : unsure, { where, module }),
    included: !optional && common !== undefined
  };
}
