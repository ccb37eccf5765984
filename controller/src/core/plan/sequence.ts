/** Several notebooks of a folder as one run: one after the other, each whole. */
import {
  fail,
  problem,
  type Entry,
  type Problem,
  type RunnerSpec,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { CellCache } from '../notebook/cache.js';
import { isNotebook } from './name.js';
import { prepare, type MadeFile, type Prepared, type SourceText } from './prepare.js';

type NotebookSpec = Extract<RunnerSpec, { kind: 'notebook' }>;

type NotebookEntry = Extract<Entry, { kind: 'notebook' }>;

/** A notebook of several. */
interface Part {
  readonly name: string;
  readonly prepared: Prepared;
}

/**
 * Names of the notebooks behind the first.
 * @throws ProblemError `notebooks-only`, `notebooks-apart`, `notebooks-mode`
 */
export function namesBehind(path: string, settings: Settings): readonly string[] {
  const { then: names = [], mode = 'notebook' } = settings;
  if (names.length === 0) return [];
  const stranger = [path, ...names].find(name => !isNotebook(name));
  if (stranger !== undefined) fail('notebooks-only', { path: stranger });
  const apart = names.find(name => /[/\\]/.test(name));
  if (apart !== undefined) fail('notebooks-apart', { path: apart, first: path });
  if (mode !== 'notebook' || settings.function !== undefined)
    fail('notebooks-mode', { path });
  return names;
}

/** Throws as `prepare`. @param others - behind the first, in order */
export function prepareAll(
  first: SourceText,
  others: readonly SourceText[],
  settings: Settings,
  cache?: CellCache
): Prepared {
  if (others.length === 0) return prepare(first, settings, cache);
  const whole: Settings = { ...settings, mode: 'notebook' };
  const head = prepare(first, whole, cache);
  const parts = others.map((source, i) => part(source, i, whole, cache));
  return joined(head, parts);
}

/** Its copy has a number for a name: names that differ may be slugs that do not. */
function part(
  source: SourceText,
  index: number,
  settings: Settings,
  cache?: CellCache
): Part {
  const prepared = prepare(source, settings, cache);
  const path = `.jkf/next/${String(index + 1)}.ipynb`;
  const name = source.path.split(/[/\\]/).at(-1) ?? source.path;
  return { name, prepared: { ...prepared, file: { ...prepared.file, path } } };
}

function joined(head: Prepared, parts: readonly Part[]): Prepared {
  const all = [head, ...parts.map(({ prepared }) => prepared)];
  const spec: NotebookSpec = {
    ...(head.spec as NotebookSpec),
    parameters: head.parameters.map(({ name }) => name),
    next: parts.map(({ name, prepared }) => ({
      path: prepared.file.path,
      source: name,
      parameters: prepared.parameters.map(parameter => parameter.name)
    }))
  };
  return {
    ...head,
    entry: {
      ...(head.entry as NotebookEntry),
      then: parts.map(({ name }) => name)
    },
    spec,
    more: parts.map(({ prepared }): MadeFile => prepared.file),
    parameters: distinct(all.flatMap(({ parameters }) => parameters)),
    problems: [...head.problems, ...parts.flatMap(problemsOf)],
    // Cells of the others have numbers of their own, which would be taken for the first's.
    code: [
      ...head.code,
      ...parts.flatMap(({ prepared }) => prepared.code.map(({ code }) => ({ code })))
    ],
    requirements: all.flatMap(({ requirements }) => requirements),
    system: {
      packages: [...new Set(all.flatMap(({ system }) => system.packages))],
      unread: all.flatMap(({ system }) => system.unread)
    },
    shipped: all.flatMap(({ shipped }) => shipped),
    written: all.flatMap(({ written }) => written)
  };
}

/** Of each name the first counts: its default is the one that is shown. */
function distinct(parameters: Prepared['parameters']): Prepared['parameters'] {
  return [
    ...new Map(parameters.toReversed().map(each => [each.name, each])).values()
  ].toReversed();
}

/** They name their notebook, and have no place that could be taken for one of the first. */
function problemsOf({ name, prepared }: Part): Problem[] {
  return prepared.problems.map(({ sentence: detail }) =>
    problem('notebook-of-several', { path: name, detail })
  );
}
