/** The reference page of magics, made by converting one example of each. */
import type { Decision } from '@jupyterlab-kubeflow/protocol';
import { CELL_MAGICS, LINE_MAGICS } from '../../core/notebook/policy/table.js';
import { converted } from '../../core/notebook/testing.js';
import { outcomeWord } from '../render/decisions.js';
import { code, itemList, madeFrom, table } from './markdown.js';

/** What stands behind a magic's name in its example; others get a call. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  cd: 'data',
  env: 'SEED=1',
  set_env: 'SEED 1',
  run: 'train.py',
  sx: 'ls',
  system: 'ls',
  pwd: '',
  mkdir: 'out',
  rmdir: 'out',
  rm: 'old.csv',
  mv: 'a.csv b.csv',
  cp: 'a.csv b.csv',
  pip: 'install rich',
  pip3: 'install rich',
  uv: 'pip install rich',
  conda: 'install rich',
  mamba: 'install rich',
  micromamba: 'install rich',
  matplotlib: 'inline',
  writefile: 'notes.txt',
  file: 'notes.txt',
  script: 'node'
};
const CALL = 'f()';
/** Statements that a magic may stand before. */
const MEASURED =
  /^(?:time|timeit|prun|lprun|memit|mprun|scalene|snakeviz|pyinstrument)$/;

/** What is neither a line nor a cell magic of the table. */
const OTHERS = [
  '!ls',
  '!!ls',
  'files = !ls',
  'here = %pwd',
  '!pip install rich',
  '!pip install $name',
  '!apt-get install graphviz',
  '!python server.py &',
  'f?',
  ',f a b',
  '/f a b',
  '%run other.ipynb',
  '%%bash --bg\nsleep 9',
  '%timeit -o f()',
  '%not_known f()',
  'await f()',
  'display(f)',
  'input()',
  'breakpoint()',
  'get_ipython()',
  'get_ipython().run_line_magic("time", "f()")',
  'get_ipython().kernel',
  'exit()',
  'from __future__ import annotations'
];

const MEANINGS = [
  ['kept', 'the code runs, without the magic'],
  ['translated', 'Python does the same in its place'],
  ['requirement', 'a package that the plan looks for in the environment'],
  ['left out', 'a comment stays in its line'],
  ['note', 'it runs, and this is worth knowing'],
  ['refused', 'nothing is started; a sentence names cell and line']
] as const;

/** `docs/reference/magics.md`, the whole text. */
export function magicReference(): string {
  return [
    '# Magics',
    madeFrom('the policy table, by converting one example of each'),
    'What becomes of IPython’s syntax when a notebook runs as a script or as a function. `jkf convert FILE --explain` says it for a notebook. With `--mode notebook` a real kernel executes everything as it stands.',
    ...itemList(MEANINGS),
    'A magic without a row is refused.',
    '## Line magics',
    rowsOf([...LINE_MAGICS.keys()].map(lineExample)),
    '## Cell magics',
    rowsOf([...CELL_MAGICS.keys()].map(cellExample)),
    '## Shell commands, options and calls',
    rowsOf(OTHERS)
  ]
    .join('\n\n')
    .concat('\n');
}

function lineExample(name: string): string {
  return `%${name} ${ARGUMENTS[name] ?? (MEASURED.test(name) ? CALL : '')}`.trimEnd();
}

function cellExample(name: string): string {
  const known = name === 'writefile' || name === 'file' || name === 'script';
  return `%%${name}${known ? ` ${ARGUMENTS[name] ?? ''}` : ''}\n${CALL}`;
}

function rowsOf(examples: readonly string[]): string {
  const rows = [...examples].sort(byName).map(example => {
    const decision = decisionOf(example);
    const [first = ''] = example.split('\n');
    return [code(first), outcomeWord(decision.outcome), whyOf(decision)];
  });
  return table([['written', 'becomes', 'because'], ...rows]);
}

function decisionOf(example: string): Decision {
  const decision = converted(example).cells[0]?.decisions[0];
  if (!decision) throw new Error(`No decision is made about ${example}`);
  return decision;
}

/** A refusal says more in its problem than in its reason. */
function whyOf({ problem, reason }: Decision): string {
  return problem
    ? problem.sentence.replace(/^Cell 1, line 1(?::| uses) /, '').replace(/\.$/, '')
    : reason.text;
}

function byName(one: string, other: string): number {
  const [a, b] = [one, other].map(text => text.replace(/^%+/, '').toLowerCase());
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
