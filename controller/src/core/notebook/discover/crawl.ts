/** Follows imports from the notebook through the modules beside it. */
import { reason, type Message } from '@jupyterlab-kubeflow/protocol';
import { computedImports, importsIn, type FoundImport } from '../python/imports.js';
import { literalsIn, type CodeBlock } from '../python/literals.js';
import type { LiteralUse } from './data.js';
import { providerOf, type EnvironmentFacts } from './distributions.js';
import { normalPath, type Listing } from './listing.js';
import {
  moduleReason,
  resolveImport,
  type Importer,
  type Surroundings
} from './modules.js';
import { NeededCollector, type NeededImports } from './needed-imports.js';
import type { Tree } from '../python/tree.js';
import type { Candidate } from './selection.js';

/** A file that the notebook makes before it uses it. */
export interface WrittenFile {
  readonly path: string;
  /** What it will hold, when the notebook says so. */
  readonly text?: string;
}

export interface CrawlInput {
  readonly blocks: readonly CodeBlock[];
  /** Scripts the notebook runs (`%run`). */
  readonly shipped: readonly string[];
  readonly written: readonly WrittenFile[];
  /** Texts read so far; `undefined`: absent or not text. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly listing: Listing;
  readonly facts?: EnvironmentFacts;
  readonly parse: (code: string) => Tree;
}

/** An import that nothing beside the notebook answers to. */
export interface OutsideImport {
  /** Dotted, as imported. */
  readonly module: string;
  readonly optional: boolean;
  /** `cell 3` or `utils.py`. */
  readonly where: string;
}

export interface Crawl {
  readonly candidates: readonly Candidate[];
  readonly literals: readonly LiteralUse[];
  readonly outside: readonly OutsideImport[];
  /** Imports that must succeed. */
  readonly needed: NeededImports;
  /** Folders of `sys.path`, that of the notebook first. */
  readonly roots: readonly string[];
  /** Texts without which the answer is not complete. */
  readonly missing: readonly string[];
  readonly notes: readonly Message[];
}

export function crawl(input: CrawlInput): Crawl {
  return new Crawler(input).run();
}

class Crawler {
  readonly #candidates = new Map<string, Candidate>();
  readonly #literals: LiteralUse[] = [];
  readonly #outside: OutsideImport[] = [];
  readonly #needed = new NeededCollector();
  readonly #missing: string[] = [];
  readonly #notes = new Map<string, Message>();
  readonly #queue: Importer[] = [];
  readonly #seen = new Set<string>();
  readonly #written: ReadonlyMap<string, string | undefined>;
  #roots: readonly string[] = [''];

  constructor(readonly input: CrawlInput) {
    this.#written = new Map(input.written.map(({ path, text }) => [path, text]));
  }

  run(): Crawl {
    const { blocks, shipped } = this.input;
    this.#literals.push(...literalsIn(blocks, this.input.parse));
    this.#roots = ['', ...pathFolders(this.#literals)];
    for (const { cell, code } of blocks) {
      const where = cell === undefined ? 'the file' : `cell ${String(cell)}`;
      this.#follow(code, { where });
    }
    for (const path of shipped) this.#script(path);
    this.#scriptsNamed(this.#literals);
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) this.#read(next);
    return {
      candidates: [...this.#candidates.values()],
      literals: this.#literals,
      outside: this.#outside,
      needed: this.#needed,
      roots: this.#roots,
      missing: this.#missing,
      notes: [...this.#notes.values()]
    };
  }

  /** Python files that are run by their path: `!python train.py`. */
  #scriptsNamed(literals: readonly LiteralUse[]): void {
    for (const { value, written } of literals) {
      if (written || !value.includes('.py')) continue;
      for (const word of value.split(/[\s'"=;|&<>()]+/)) {
        if (word.endsWith('.py')) this.#script(word);
      }
    }
  }

  #script(named: string): void {
    const path = normalPath(named);
    if (path === undefined) return;
    this.#reach(path, reason('file-run', {}));
  }

  #reach(path: string, why: Message): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    const file = this.input.listing.file(path);
    const isWritten = this.#written.has(path);
    if (file && !isWritten)
      this.#candidates.set(path, { file, origin: 'module', reason: why });
    if (file || isWritten) this.#queue.push({ where: path, file: path });
  }

  #read(importer: Importer): void {
    const path = importer.file ?? '';
    const text = this.#written.has(path) ? this.#written.get(path) : this.#text(path);
    if (text === undefined) return;
    this.#follow(text, importer);
    const literals = literalsIn([{ code: text }], this.input.parse).map(use => ({
      ...use,
      file: path
    }));
    this.#literals.push(...literals);
  }

  #text(path: string): string | undefined {
    if (!this.input.texts.has(path)) this.#missing.push(path);
    return this.input.texts.get(path);
  }

  #follow(code: string, importer: Importer): void {
    const around = this.#around(importer);
    const tree = this.input.parse(code);
    for (const line of computedImports(code, tree)) {
      this.#needed.addComputed(importer, line);
    }
    for (const found of importsIn(code, tree)) {
      if (!found.typing) this.#followOne(found, importer, around);
    }
  }

  #followOne(found: FoundImport, importer: Importer, around: Surroundings): void {
    const { module, optional, level } = found;
    const resolved = resolveImport(found, importer, around);
    if (!optional) this.#needed.add(found, importer, { resolved, around });
    if (resolved) {
      this.#shadowing(module, resolved.reached);
      const why = moduleReason(module || importer.where, importer);
      for (const path of resolved.reached) this.#reach(path, why);
      for (const folder of resolved.packages) this.#package(folder);
    } else if (level === 0 && module !== '') {
      this.#outside.push({ module, optional, where: importer.where });
    }
  }

  /** A script finds its neighbours as a notebook does. */
  #around({ file = '' }: Importer): Surroundings {
    const { listing, facts } = this.input;
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const inPackage = listing.file(`${folder}/__init__.py`) !== undefined;
    const own = inPackage ? [] : [folder];
    return {
      listing,
      written: new Set(this.#written.keys()),
      roots: [...new Set([...own, ...this.#roots])],
      provided: name =>
        facts !== undefined &&
        (facts.stdlib.includes(name) || providerOf(name, facts) !== undefined)
    };
  }

  #package(folder: string): void {
    const { listing } = this.input;
    for (const file of listing.below(folder)) {
      const origin = file.path.endsWith('.py') ? 'module' : 'data';
      if (this.#candidates.has(file.path) || this.#written.has(file.path)) continue;
      const why = reason('file-of-package', { package: folder });
      this.#candidates.set(file.path, { file, origin, reason: why });
    }
  }

  /** Python takes the module beside the notebook; the user may not know. */
  #shadowing(module: string, [path]: readonly string[]): void {
    const [top = ''] = module.split('.');
    const name = shadowed(top, this.input.facts);
    if (path === undefined || name === undefined) return;
    this.#notes.set(top, reason('module-shadows', { path, module: top, name }));
  }
}

/** What would be imported without the local module; an editable install is the same code. */
function shadowed(
  module: string,
  facts: EnvironmentFacts | undefined
): string | undefined {
  if (facts?.stdlib.includes(module)) return "Python's own module";
  const provider = facts && providerOf(module, facts);
  return provider?.editable === undefined ? provider?.name : undefined;
}

/** Folders that the code puts on `sys.path`. */
function pathFolders(literals: readonly LiteralUse[]): string[] {
  return literals
    .filter(({ callee = '' }) => /^sys\.path\.(?:append|insert|extend)$/.test(callee))
    .flatMap(({ value, pattern }) => (pattern ? [] : (normalPath(value) ?? [])));
}
