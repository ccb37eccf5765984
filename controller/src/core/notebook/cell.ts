/**
 * Converts one cell: a pure function of its source and of what its tags ask for, so
 * that the result can be kept while the cell does not change.
 */
import { problem, reason, type Message } from '@jupyterlab-kubeflow/protocol';
import { enclosing } from './checks/context.js';
import { parseTolerant } from './checks/tolerant.js';
import type { SyntaxFault } from './checks/fault.js';
import { syntaxFault } from './checks/syntax.js';
import { comment, draftCell, LOCAL_SCOPE, SCOPE, type Draft } from './draft.js';
import { applyEdits } from './edit.js';
import {
  newHarvest,
  shorten,
  type Aliases,
  type Finding,
  type Harvest
} from './harvest.js';
import { readParameters, type CellParameter } from './parameters.js';
import { lineAt, type Tree } from './python/tree.js';
import { rewritePython } from './rewrite/rewrite.js';
import type { Rewriting } from './rewrite/rewriting.js';

/** The outcome of one cell's conversion. */
export interface CellWork {
  /** The cell's code, line for line; comments when it cannot be converted. */
  readonly lines: readonly string[];
  /** Lines of the cell; what `lines` has beyond belongs to its last construct. */
  readonly count: number;
  readonly harvest: Harvest;
  /** Empty unless the cell holds parameters. */
  readonly parameters: readonly CellParameter[];
  /** Why nothing of it needs to run; absent: something does. */
  readonly idle?: Message;
  /** First line of code, shortened. */
  readonly title: string;
}

/** How to convert a cell. */
export interface CellOptions {
  /** Its assignments are parameters. */
  readonly parameters: boolean;
  /** Names of helpers that other code of the notebook occupies. */
  readonly aliases: Aliases;
}

/** Converts a cell's source. */
export function convertCell(source: string, options: CellOptions): CellWork {
  const text = source.replace(/\r\n?/g, '\n');
  const harvest = newHarvest(options.aliases);
  const title = titleOf(text);
  const bad = badCharacter(text);
  if (bad) return refused(text, harvest, bad);
  const draft = draftCell(text, harvest);
  const masked = [...draft.lines, ...draft.extra].join('\n');
  const tree = parseTolerant(masked);
  const fault = syntaxFault(masked, tree);
  if (fault) return refused(text, harvest, syntaxFinding(masked, fault));
  const lines = finish(draft, masked, tree, harvest).split('\n');
  harvest.findings.sort((a, b) => a.line - b.line);
  const idle = idleReason(lines, harvest);
  return {
    lines,
    count: draft.lines.length,
    harvest,
    parameters: options.parameters ? readParameters(masked, tree) : [],
    ...(idle ? { idle } : {}),
    title
  };
}

/** Applies the rewriters, and the scope of constructs inside functions. */
function finish(draft: Draft, masked: string, tree: Tree, harvest: Harvest): string {
  const rewriting: Rewriting = {
    text: masked,
    edits: [],
    harvest,
    lineOf: offset => lineAt(masked, offset)
  };
  rewritePython(tree, rewriting);
  for (const spot of draft.scopes) {
    const from = offsetOf(draft.lines, spot.line) + spot.column;
    const node = tree.resolveInner(from, 1);
    if (enclosing(node)) {
      rewriting.edits.push({ from, to: from + SCOPE.length, text: LOCAL_SCOPE });
    }
  }
  return rewriting.edits.length > 0 ? applyEdits(masked, rewriting.edits) : masked;
}

function offsetOf(lines: readonly string[], line: number): number {
  return lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
}

/** All lines as comments, so that the script stays readable and valid. */
function refused(text: string, harvest: Harvest, finding: Finding): CellWork {
  harvest.findings.push(finding);
  const lines = text.split('\n');
  return {
    lines: lines.map(comment),
    count: lines.length,
    harvest,
    parameters: [],
    title: titleOf(text)
  };
}

function syntaxFinding(masked: string, { at, detail }: SyntaxFault): Finding {
  const line = lineAt(masked, at);
  return {
    rule: 'syntax',
    outcome: 'refuse',
    reason: reason('not-python', { line, detail }),
    line,
    source: shorten(masked.split('\n')[line - 1] ?? ''),
    refusal: (cell, row) =>
      problem('cell-syntax', { detail, cell, line: row }, { cell, line: row })
  };
}

const BAD: readonly (readonly [RegExp, string])[] = [
  [/\0/, 'a null character'],
  [/\p{Surrogate}/u, 'half of a surrogate pair']
];

/** Characters that no UTF-8 source file can hold. */
function badCharacter(text: string): Finding | undefined {
  for (const [pattern, detail] of BAD) {
    const at = text.search(pattern);
    if (at < 0) continue;
    const line = lineAt(text, at);
    return {
      rule: 'characters',
      outcome: 'refuse',
      reason: reason('not-source', { line, detail }),
      line,
      source: '',
      refusal: (cell, row) =>
        problem('cell-characters', { detail, cell, line: row }, { cell, line: row })
    };
  }
  return undefined;
}

/** Why a cell has nothing to run. */
function idleReason(code: readonly string[], harvest: Harvest): Message | undefined {
  if (harvest.findings.some(finding => finding.outcome === 'refuse')) return undefined;
  if (code.some(line => !/^\s*(?:#.*|pass {2}# .*)?$/.test(line))) return undefined;
  if (harvest.requirements.length > 0) return reason('cell-requirements', {});
  if (harvest.findings.length > 0) return reason('cell-no-effect', {});
  return code.some(line => line.trim() !== '')
    ? reason('cell-comments', {})
    : reason('cell-empty', {});
}

function titleOf(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return shorten(lines.find(line => !/^\s*#/.test(line)) ?? lines[0] ?? '');
}
