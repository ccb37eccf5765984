/** Imports beside the notebook that cannot succeed in a run, and those nobody knows of. */
import {
  problem,
  reason,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { Crawl } from './crawl.js';
import type { LiteralUse } from './data.js';
import { providerOf, type EnvironmentFacts } from './distributions.js';
import type { LocalImport } from './needed-imports.js';
import type { FoundFile } from './selection.js';

export interface ImportFaults {
  /** They fail in every run. */
  readonly failing: readonly Problem[];
  /** They fail, unless the code does something about it that cannot be seen. */
  readonly doubtful: readonly Problem[];
  /** What is imported is only known in the run. */
  readonly untold: readonly Message[];
}

export interface FaultInput {
  readonly crawled: Crawl;
  readonly files: readonly FoundFile[];
  /** Texts that were read. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** Not all files beside the notebook are known. */
  readonly truncated: boolean;
  readonly facts?: EnvironmentFacts;
}

export function importFaults(input: FaultInput): ImportFaults {
  const { literals, needed } = input.crawled;
  const absent = once(absentModules(input));
  const makes = literals.some(startsProgram);
  const relative = needed.homeless.map(({ module, where, names }) => {
    const name = module.replace(/^\.+/, '') || names.join(', ');
    return problem('import-relative', { module, where, name });
  });
  return {
    failing: once([...relative, ...(makes ? [] : absent)]),
    doubtful: once([...(makes ? absent : []), ...leftOut(input)]),
    untold: needed.computed.map(where => reason('import-computed', { where }))
  };
}

function absentModules({ crawled, texts, truncated }: FaultInput): Problem[] {
  if (truncated) return [];
  return crawled.needed.absent
    .filter(
      ({ path }) =>
        !MAKES_MODULES.test(texts.get(`${folderOf(path)}/__init__.py`) ?? '')
    )
    .map(({ module, where, path }) => {
      const folder = folderOf(path).replaceAll('/', '.');
      return problem('import-absent', { module, where, package: folder });
    });
}

/** Packages that have modules without files. */
const MAKES_MODULES = /__path__|sys\.modules|__getattr__|meta_path/;

/** Programs may write modules: `protoc`, `setup.py build_ext`. */
function startsProgram({ callee = '' }: LiteralUse): boolean {
  return /^(?:sh|(?:os\.)?system|(?:subprocess\.)?(?:run|Popen|call|check_call|check_output))$/.test(
    callee
  );
}

/** What the user or its name keeps from being shipped; limits of size have a sentence. */
function leftOut({ crawled, files, facts }: FaultInput): Problem[] {
  const left = new Set(
    files.filter(({ reason: { code } }) => LEFT_OUT.test(code)).map(({ path }) => path)
  );
  const missing = crawled.needed.local.filter(({ path }) => left.has(path));
  // Of the files of a package one is enough.
  return [...new Map(missing.map(one => [`${one.where} ${one.module}`, one])).values()]
    .filter(one => !facts || !isInstalled(one, facts))
    .map(({ module, where, path }) =>
      problem('import-left-out', { module, where, path })
    );
}

const LEFT_OUT = /^file-(?:left-out|secret)$/;

/** Without the file beside the notebook Python takes what is installed. */
function isInstalled({ module }: LocalImport, facts: EnvironmentFacts): boolean {
  const [top = ''] = module.split('.');
  return facts.stdlib.includes(top) || providerOf(top, facts) !== undefined;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The same sentence is said once. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map(one => [one.sentence, one])).values()];
}
