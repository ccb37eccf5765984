/**
 * What a file becomes in the mode it runs in: the entry and its files, the code that
 * discovery looks at, the parameters, and what stands in the way. Pure: text in.
 */
import {
  problem,
  reason,
  type CellPlan,
  type Entry,
  type Message,
  type Mode,
  type Parameter,
  type Problem,
  type RunnerSpec,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { aptRequest, shellLines, type AptRequest } from '../dockerfile/apt.js';
import type { CellCache } from '../notebook/cache.js';
import { convert } from '../notebook/convert.js';
import type {
  Conversion,
  FoundRequirement,
  ShippedFile
} from '../notebook/conversion.js';
import {
  readNotebook,
  readPythonFile,
  stripOutputs,
  type NotebookDocument
} from '../notebook/document.js';
import type { CodeBlock } from '../notebook/python/literals.js';
import { closureOf, missingArguments } from '../notebook/python/closure.js';
import { renderFunction, renderScript, type Script } from '../notebook/render.js';
import { codeOf, codeOfMagics, linesOf, numbered, type CellLines } from './code.js';
import { isPythonFile, nameOf } from './name.js';

/** A file that was read. */
export interface SourceText {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
}

/** A file made for the run. */
export interface MadeFile {
  /** Path below the working folder. */
  readonly path: string;
  readonly text: string;
  readonly origin: 'script' | 'notebook' | 'user';
  readonly reason: Message;
}

export interface Prepared {
  readonly kind: 'notebook' | 'python';
  readonly mode: Mode;
  readonly entry: Entry;
  readonly spec: RunnerSpec;
  readonly file: MadeFile;
  /** Notebooks behind the first. */
  readonly more?: readonly MadeFile[];
  readonly cells: readonly CellPlan[];
  readonly parameters: readonly Parameter[];
  /** Refusals: what keeps the code from running. */
  readonly problems: readonly Problem[];
  /** What the user may not expect of the code, but nothing that stands in the way. */
  readonly notes: readonly Message[];
  /** Kernel the notebook names. */
  readonly kernel?: string;
  /** What discovery looks at. */
  readonly code: readonly CodeBlock[];
  readonly requirements: readonly FoundRequirement[];
  /** Packages of Debian that it installs. */
  readonly system: AptRequest;
  readonly shipped: readonly ShippedFile[];
  readonly written: readonly string[];
  /** Python that an interpreter can compile, and where its lines are in the notebook. */
  readonly script?: Script;
}

/** Everything here is relative to this folder of the working folder. */
const OWN = '.jkf';

/** Throws `ProblemError` only when the file cannot be read as what it is. */
export function prepare(
  source: SourceText,
  settings: Settings,
  cache?: CellCache
): Prepared {
  if (isPythonFile(source.path)) return prepareFile(source, settings);
  const document = readNotebook(source.text, source.path);
  const conversion = convert(document, cache);
  const mode =
    settings.mode ?? (settings.function === undefined ? 'script' : 'function');
  const common = { document, conversion, settings };
  if (mode === 'notebook') return prepareNotebook(common, source.text);
  if (mode === 'function') return prepareFunction(common);
  return prepareScript(common, mode);
}

interface Common {
  readonly document: NotebookDocument;
  readonly conversion: Conversion;
  readonly settings: Settings;
}

function ofNotebook({
  document,
  conversion
}: Common): Pick<
  Prepared,
  'kind' | 'cells' | 'kernel' | 'requirements' | 'system' | 'shipped' | 'written'
> {
  const { cells, requirements, shipped, written } = conversion;
  const kernel = document.kernel?.name;
  return {
    kind: 'notebook',
    cells,
    requirements,
    system: aptRequest(shellLines(document.cells)),
    shipped,
    written,
    ...(kernel === undefined ? {} : { kernel })
  };
}

function prepareScript(common: Common, mode: Mode): Prepared {
  const { conversion } = common;
  const script = renderScript(conversion);
  const path = scriptPath(conversion.source);
  const wrong =
    mode === 'file'
      ? [problem('mode-unsuitable', { path: conversion.source, mode })]
      : [];
  return {
    ...ofNotebook(common),
    mode: 'script',
    entry: { kind: 'script', path },
    spec: {
      kind: 'script',
      path,
      source: baseName(conversion.source),
      cells: [...script.cells]
    },
    file: scriptFile(path, script),
    parameters: conversion.parameters,
    problems: [...wrong, ...conversion.problems],
    notes: [],
    code: codeOf(conversion.kept),
    script
  };
}

function prepareFunction(common: Common): Prepared {
  const { conversion, settings } = common;
  const name = settings.function ?? '';
  const closure = closureOf(numbered(conversion.kept), name, conversion.helpers);
  const script = renderFunction(conversion, closure.needed, name);
  const path = scriptPath(conversion.source);
  const source = baseName(conversion.source);
  return {
    ...ofNotebook(common),
    cells:
      closure.problems.length > 0
        ? conversion.cells
        : cellsFor(name, closure.needed, conversion.cells),
    mode: 'function',
    entry: { kind: 'function', path, name },
    spec: { kind: 'function', path, source, cells: [...script.cells], name },
    file: scriptFile(path, script),
    parameters: closure.parameters,
    problems: [
      ...closure.problems,
      ...missingArguments(name, closure, settings.parameters),
      ...conversion.problems.filter(({ place }) => linesOf(closure.needed).has(place))
    ],
    notes: closure.notes,
    code: codeOf(conversion.kept, closure.needed),
    script
  };
}

/** Of the cells only what the function needs is kept, and decided. */
function cellsFor(
  name: string,
  needed: readonly CellLines[],
  cells: readonly CellPlan[]
): CellPlan[] {
  const lines = linesOf(needed);
  return cells.map(cell => {
    if (cell.outcome === 'dropped') return cell;
    // Packages are asked for by the whole notebook.
    const decisions = cell.decisions.filter(
      decision => decision.outcome === 'requirement' || lines.has(decision)
    );
    if (!lines.has({ cell: cell.number })) {
      return {
        ...cell,
        decisions,
        outcome: 'dropped',
        reason: reason('cell-not-needed', { name })
      };
    }
    const refused = decisions.some(({ outcome }) => outcome === 'refuse');
    return cell.outcome === 'refused' && !refused
      ? { ...cell, decisions, outcome: 'kept', reason: reason('cell-kept', {}) }
      : { ...cell, decisions };
  });
}

/** A kernel runs it, so every magic works; only what waits for a person does not. */
function prepareNotebook(common: Common, text: string): Prepared {
  const { conversion, document } = common;
  const path = `${OWN}/${nameOf(conversion.source)}.ipynb`;
  const cells = conversion.cells.map(asExecuted);
  return {
    ...ofNotebook(common),
    mode: 'notebook',
    cells,
    entry: { kind: 'notebook', path },
    spec: { kind: 'notebook', path, source: baseName(conversion.source) },
    file: {
      path,
      text: stripOutputs(text, document.path),
      origin: 'notebook',
      reason: reason('entry-notebook', {})
    },
    parameters: conversion.parameters,
    problems: cells.flatMap(cell =>
      cell.decisions.flatMap(({ problem: why }) => why ?? [])
    ),
    notes: [],
    code: [...codeOf(conversion.kept), ...codeOfMagics(conversion.cells)]
  };
}

/** Problems of a cell that a kernel has as well: it has nobody to ask. */
const ALSO_IN_A_KERNEL: readonly string[] = ['input-asked'];

function asExecuted(cell: CellPlan): CellPlan {
  if (cell.reason.code === 'cell-skipped') return cell;
  const decisions = cell.decisions.filter(({ problem: why }) =>
    ALSO_IN_A_KERNEL.includes(why?.code ?? '')
  );
  const refused = decisions.length > 0;
  return {
    ...cell,
    decisions,
    outcome: refused ? 'refused' : 'kept',
    reason: refused ? cell.reason : reason('cell-executed', {})
  };
}

function prepareFile(source: SourceText, settings: Settings): Prepared {
  const { code } = readPythonFile(source.text, source.path);
  const path = baseName(source.path);
  const entry: Entry = { kind: 'file', path, args: settings.args };
  const mode = settings.mode ?? 'file';
  const suits = mode === 'file' && settings.function === undefined;
  return {
    kind: 'python',
    mode: 'file',
    entry,
    spec: { kind: 'file', path, args: settings.args },
    file: {
      path,
      text: source.text,
      origin: 'script',
      reason: reason('entry-file', {})
    },
    ...{ cells: [], parameters: [], requirements: [], shipped: [], written: [] },
    problems: suits
      ? []
      : [
          problem('mode-unsuitable', {
            path: source.path,
            mode: mode === 'file' ? 'function' : mode
          })
        ],
    ...{ notes: [], code: [{ code }] },
    system: { packages: [], unread: [] },
    script: { text: source.text, cells: [] }
  };
}

function scriptFile(path: string, script: Script): MadeFile {
  return {
    path,
    text: script.text,
    origin: 'script',
    reason: reason('entry-script', {})
  };
}

function scriptPath(source: string): string {
  return `${OWN}/${nameOf(source)}.py`;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
