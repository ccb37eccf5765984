/** Imports that must succeed, by what is known of where they lead. */
import type { FoundImport } from '../python/imports.js';
import type { Importer, Resolved, Surroundings } from './modules.js';

/** An import that must succeed. */
export interface NeededImport {
  /** As written, dots in front included. */
  readonly module: string;
  /** `cell 3, line 2` or `utils.py, line 2`. */
  readonly where: string;
}

/** A file beside the notebook that an import reaches. */
export interface LocalImport extends NeededImport {
  readonly path: string;
}

/** What is imported by name, once it runs. */
export interface TriedImport extends NeededImport {
  /** Names taken from the module. */
  readonly names: readonly string[];
}

export interface NeededImports {
  /** Files beside the notebook that imports reach. */
  readonly local: readonly LocalImport[];
  /** `path`: that of a module, without its ending, which its package has not. */
  readonly absent: readonly LocalImport[];
  /** Relative ones, in what is part of no package. */
  readonly homeless: readonly TriedImport[];
  /** Where modules are imported by names that are only known then. */
  readonly computed: readonly string[];
  /** What the code itself imports; and of modules beside it what is not beside it. */
  readonly tried: readonly TriedImport[];
}

export class NeededCollector implements NeededImports {
  readonly local: LocalImport[] = [];
  readonly absent: LocalImport[] = [];
  readonly homeless: TriedImport[] = [];
  readonly computed: string[] = [];
  readonly tried: TriedImport[] = [];

  add(found: FoundImport, importer: Importer, { resolved, around }: Answer): void {
    const module = '.'.repeat(found.level) + found.module;
    const needed = { module, where: placeIn(importer, found.line) };
    const asked = { ...needed, names: found.names };
    if (!resolved && found.level > 0) this.homeless.push(asked);
    if (isTried(found, importer, { resolved, around })) this.tried.push(asked);
    if (!resolved) return;
    this.local.push(...resolved.reached.map(path => ({ ...needed, path })));
    const { absent: path } = resolved;
    if (path !== undefined) this.absent.push({ ...needed, path });
  }

  addComputed(importer: Importer, line: number): void {
    this.computed.push(placeIn(importer, line));
  }
}

interface Answer {
  readonly resolved: Resolved | undefined;
  readonly around: Surroundings;
}

/** What the notebook writes before is not there yet; modules import what they need. */
function isTried(
  { level }: FoundImport,
  { file }: Importer,
  { resolved, around }: Answer
): boolean {
  if (level > 0) return false;
  if (!resolved) return true;
  return file === undefined && !resolved.reached.some(path => around.written.has(path));
}

const placeIn = ({ where }: Importer, line: number): string =>
  `${where}, line ${String(line)}`;
