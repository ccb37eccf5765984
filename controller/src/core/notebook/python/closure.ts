/**
 * What one function of a notebook needs: the top-level statements that, executed in the
 * order of the notebook, leave every name it can reach as the whole notebook would.
 *
 * A name read when a statement runs needs what was live just before it; a name read
 * inside a function needs what is live when that function is called.
 */
import {
  problem,
  reason,
  type Message,
  type Parameter,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { helpersOf, setsUpProcess, type Helpers } from './ambient.js';
import { BUILTINS } from './builtins.js';
import {
  indexNames,
  type CodeCell,
  type NameIndex,
  type Placed
} from './closure-index.js';
import type { Read } from './scopes.js';
import { nearMisses } from './similar.js';
import { signatureOf } from './signature.js';
import type { SyntaxNode } from './tree.js';
import { childrenOf } from './walk.js';

export type { CodeCell } from './closure-index.js';

/** Lines of a cell, from 1, both included. */
export interface Needed {
  readonly cell: number;
  readonly fromLine: number;
  readonly toLine: number;
}

export interface Closure {
  /** Statements in the order of the notebook. */
  readonly needed: readonly Needed[];
  /** Of the signature; `defaultSource` is empty where a value must be given. */
  readonly parameters: readonly Parameter[];
  /** Names of the parameters without a default. */
  readonly required: readonly string[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Message[];
}

/**
 * Finds what `name` needs; what is wrong is in `problems`, never thrown.
 * @param imported - names the converted code gets from the runner: `sh`, `env as jkf_env`
 */
export function closureOf(
  cells: readonly CodeCell[],
  name: string,
  imported: readonly string[] = []
): Closure {
  const index = indexNames(cells, name);
  const definitions = index.all.flatMap(item => definitionsIn(item));
  const own = definitions.filter(definition => definition.name === name);
  const last = own.at(-1);
  if (!last) return nothing(missing(name, definitions));
  const signature = signatureOf(last.node, last.placed.code);
  const { cell } = last.placed;
  const trace = traceNeeds(index, name, helpersOf(imported));
  return {
    needed: trace.needed,
    parameters: signature.parameters.map(parameter => ({ ...parameter, cell })),
    required: signature.required,
    problems: [
      ...signature.positionalOnly.map(parameter =>
        problem('function-positional-only', { name, parameter }, { cell })
      ),
      ...trace.problems
    ],
    notes: own.length > 1 ? [reason('function-redefined', { name, cell })] : []
  };
}

/** Problems of a call: parameters without a default that were given no value. */
export function missingArguments(
  name: string,
  closure: Closure,
  given: Readonly<Record<string, unknown>>
): Problem[] {
  return closure.required
    .filter(parameter => !Object.hasOwn(given, parameter))
    .map(parameter => problem('function-argument-missing', { name, parameter }));
}

function nothing(wrong: Problem): Closure {
  return {
    needed: [],
    parameters: [],
    required: [],
    problems: [wrong],
    notes: []
  };
}

interface Definition {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly placed: Placed;
}

/** Functions a statement defines at module level, in blocks too. */
function definitionsIn(placed: Placed): Definition[] {
  const inside = (node: SyntaxNode): Definition[] => {
    if (node.name === 'FunctionDefinition') {
      const name = node.getChild('VariableName');
      if (!name) return [];
      return [{ name: placed.code.slice(name.from, name.to), node, placed }];
    }
    const blocks = /(?:Statement|^Body)$/.test(node.name);
    return blocks ? childrenOf(node).flatMap(inside) : [];
  };
  return placed.statement.nodes.flatMap(inside);
}

function missing(name: string, definitions: readonly Definition[]): Problem {
  const known = [...new Set(definitions.map(definition => definition.name))];
  if (known.length === 0) return problem('function-none', { name });
  const near = nearMisses(name, known);
  const shown = near.length > 0 ? near : known.slice(0, 8);
  return problem('function-missing', { name, known: shown.join(', ') });
}

/** A name wanted at a position; `by` is the statement that reads it. */
interface Want {
  readonly name: string;
  readonly at: number;
  readonly weak: boolean;
  readonly by: Placed | undefined;
}

interface Trace {
  readonly needed: Needed[];
  readonly problems: Problem[];
}

function traceNeeds(index: NameIndex, entry: string, helpers: Helpers): Trace {
  const { kept, open } = follow(index, entry, helpers);
  const stars = index.all.filter(item => item.statement.starImport);
  // Any of them may be what brings a name that nothing else does.
  if (open.length > 0) for (const item of stars) kept.add(item);
  const strict = stars.length > 0 ? [] : open.filter(want => !want.weak);
  return {
    needed: index.all.filter(item => kept.has(item)).map(linesOf),
    problems: unresolvedProblems(strict, kept, { index, entry })
  };
}

interface Followed {
  readonly kept: Set<Placed>;
  /** Wants that nothing in the notebook answers, builtins aside. */
  readonly open: readonly Want[];
}

function follow(index: NameIndex, entry: string, helpers: Helpers): Followed {
  const end = index.all.length;
  const start = { name: entry, at: end, weak: false, by: undefined };
  const { kept, wanted } = always(index, entry, helpers);
  wanted.push(start);
  const seen = new Set<string>();
  const open: Want[] = [];
  for (let want = wanted.pop(); want; want = wanted.pop()) {
    const key = `${want.name}@${String(want.at)}${want.weak ? '?' : ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const live = liveFor(index, want);
    if (live.length === 0 && !isGiven(want.name, helpers)) open.push(want);
    for (const item of live) {
      if (!kept.has(item) || readsLater(item)) wanted.push(...wantsOf(item, want, end));
      kept.add(item);
    }
  }
  return { kept, open };
}

/** Statements that are kept whatever the function reads, and what they want. */
function always(
  index: NameIndex,
  entry: string,
  helpers: Helpers
): { readonly kept: Set<Placed>; readonly wanted: Want[] } {
  const ambient = index.all
    .filter(item => setsUpProcess(item, helpers))
    .filter(item => item.statement.reads.every(read => read.name !== entry));
  const futures = index.all.filter(item => item.statement.future);
  const wanted = ambient.flatMap(item => {
    const start = { name: '', at: item.index, weak: true, by: item };
    return wantsOf(item, start, index.all.length).map(want => ({
      ...want,
      weak: true
    }));
  });
  return { kept: new Set([...futures, ...ambient]), wanted };
}

function isGiven(name: string, helpers: Helpers): boolean {
  return BUILTINS.has(name) || helpers.names.has(name);
}

/** Only then does it matter where a statement's names are used from. */
function readsLater({ statement }: Placed): boolean {
  return statement.reads.some(read => read.later);
}

/** A function read early may be called late, so what is live at the end will do. */
function liveFor(index: NameIndex, { name, at, weak }: Want): Placed[] {
  const live = index.live(name, at);
  return live.length > 0 || !weak ? live : index.live(name, index.all.length);
}

/** What a kept statement wants in turn, when its names are used at `at`. */
function wantsOf(item: Placed, { at }: Want, end: number): Want[] {
  const want = (read: Read, position: number, weak: boolean): Want => ({
    name: read.name,
    at: position,
    weak: weak || read.weak,
    by: item
  });
  return item.statement.reads.flatMap(read => {
    if (!read.later) return [want(read, item.index, false)];
    const defines = item.statement.nodes.some(node =>
      /^(?:Func|Cla|Deco)/.test(node.name)
    );
    // A lambda may be called by the very statement it stands in.
    const now = defines ? [] : [want(read, item.index, true)];
    return [want(read, at, at < end), ...now];
  });
}

function linesOf({ cell, statement: { fromLine, toLine } }: Placed): Needed {
  return { cell, fromLine, toLine };
}

function unresolvedProblems(
  wants: readonly Want[],
  kept: ReadonlySet<Placed>,
  { index, entry }: { readonly index: NameIndex; readonly entry: string }
): Problem[] {
  const written = new Set([...kept].flatMap(item => [...item.statement.globalWrites]));
  const byName = new Map(wants.map(want => [want.name, want]));
  return [...byName.values()]
    .filter(want => !written.has(want.name))
    .sort((a, b) => (a.by?.index ?? 0) - (b.by?.index ?? 0))
    .map(want => unresolvedProblem(want, index, entry));
}

function unresolvedProblem(want: Want, index: NameIndex, entry: string): Problem {
  const { name, by } = want;
  const place = by && { cell: by.cell, line: by.statement.fromLine };
  const later = index.all[index.touching(name)[0] ?? -1];
  if (!later) return problem('function-name-missing', { function: entry, name }, place);
  return problem(
    'function-name-late',
    { function: entry, name, defined: later.cell },
    place
  );
}
