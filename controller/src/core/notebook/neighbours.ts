/** Decisions about a cell that depend on the other cells of the notebook. */
import { problem, reason, type Message } from '@jupyterlab-kubeflow/protocol';
import type { CellWork } from './cell.js';
import type { NotebookCell } from './document.js';
import type { Finding, WatchedCall } from './harvest.js';
import { parsePython } from './python/tree.js';
import type { Helper, Refusal } from './policy/treatment.js';

/** A code cell with its conversion. */
export interface Worked {
  readonly cell: NotebookCell & { readonly number: number };
  readonly work: CellWork;
  /** Why it stays out; absent: it is kept. */
  readonly out?: Message;
}

/** What the cells mean to each other. */
export interface Neighbours {
  readonly findings: ReadonlyMap<Worked, readonly Finding[]>;
  readonly helpers: ReadonlySet<Helper>;
}

/** Judges watched names and captured output, with all kept cells known. */
export function crossFindings(worked: readonly Worked[]): Neighbours {
  const bound = new Set(worked.flatMap(({ work }) => [...work.harvest.binds]));
  const findings = new Map<Worked, Finding[]>();
  const helpers = new Set<Helper>();
  worked.forEach((item, position) => {
    const { calls, captures } = item.work.harvest;
    const free = calls.filter(call => !bound.has(call.name));
    for (const { name } of free) {
      if (name === 'display' || name === 'get_ipython') helpers.add(name);
    }
    const found = [
      ...free.flatMap(judgeCall),
      ...captures.flatMap(capture => capturedUse(capture, worked.slice(position)))
    ];
    if (found.length > 0) findings.set(item, found);
  });
  return { findings, helpers };
}

function judgeCall(call: WatchedCall): Finding[] {
  const { name, line, source } = call;
  const rule = call.call;
  const at = { rule, line, source };
  switch (name) {
    case 'display':
      return [{ ...at, outcome: 'note', reason: reason('display-reported', {}) }];
    case 'get_ipython':
      return [{ ...at, outcome: 'note', reason: reason('ipython-call', {}) }];
    case 'exit':
    case 'quit':
      return [{ ...at, outcome: 'note', reason: reason('exit-ends-run', {}) }];
    default:
      return [
        {
          ...at,
          outcome: 'refuse',
          reason: reason('construct-refused', { rule }),
          refusal: refusalOf(call)
        }
      ];
  }
}

function refusalOf({ name, call }: WatchedCall): Refusal {
  const code =
    name === 'input' || name === 'getpass' ? 'input-asked' : 'debugger-called';
  return (cell, line) => problem(code, { call, cell, line }, { cell, line });
}

/** Whether code has the name as a variable, be it read or bound. */
function usesName(code: string, name: string): boolean {
  if (!code.includes(name)) return false;
  let used = false;
  parsePython(code).iterate({
    enter: node => {
      used ||= node.name === 'VariableName' && code.slice(node.from, node.to) === name;
      return !used;
    }
  });
  return used;
}

interface Capture {
  readonly name: string;
  readonly line: number;
  readonly source: string;
}

/** A captured name that this cell or a later one reads cannot be served. */
function capturedUse(capture: Capture, from: readonly Worked[]): Finding[] {
  const { name, line, source } = capture;
  const user = from.find(({ work }, i) => {
    return usesName(work.lines.slice(i === 0 ? line : 0).join('\n'), name);
  });
  if (!user) return [];
  const number = user.cell.number;
  return [
    {
      rule: '%%capture',
      outcome: 'refuse',
      reason: reason('construct-refused', { rule: `%%capture ${name}` }),
      line,
      source,
      refusal: (cell, row) =>
        problem(
          'capture-used',
          { name, user: number, cell, line: row },
          { cell, line: row }
        )
    }
  ];
}
