/** What the policy can make of a construct, and short ways to say so. */
import {
  problem,
  reason,
  type Message,
  type Outcome,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { Command } from '../ipython/scan.js';

/** Functions of the module `jkf_runner` that converted code calls. */
export type Helper =
  | 'cd'
  | 'display'
  | 'enter_async'
  | 'env'
  | 'get_ipython'
  | 'iterate_async'
  | 'run_async'
  | 'run_file'
  | 'script'
  | 'sh'
  | 'sh_lines'
  | 'write_file';

/** What code must know of the place it is written to. */
export interface CodePlace {
  /** The expression for the names the code can see. */
  readonly scope: string;
  /** The name a helper has in the script. */
  readonly name: (helper: Helper) => string;
}

/** Python that takes the place of a construct. */
export interface Code {
  /** One line. */
  readonly text: (place: CodePlace) => string;
  readonly form: 'statement' | 'expression';
  readonly helpers: readonly Helper[];
}

/** What becomes of one construct, and why. */
export interface Treatment {
  readonly outcome: Outcome;
  readonly reason: Message;
  /** Absent: nothing runs in the construct's place. */
  readonly code?: Code;
  /** Present when `outcome` is `refuse`. */
  readonly refusal?: Refusal;
  /** Requirement texts, e.g. `torch==2.1`, `-r requirements.txt`. */
  readonly requirements?: readonly string[];
  /** Path of a script that must be shipped. */
  readonly ships?: string;
  /** Path of a file that the code writes. */
  readonly writes?: string;
  /** Name that `%%capture` would bind. */
  readonly captures?: string;
}

/** A problem that lacks only its place. */
export type Refusal = (cell: number, line: number) => Problem;

/** A line construct in its surroundings. */
export interface LineUse {
  /** As the decision names it: `%time`, `!`. */
  readonly rule: string;
  readonly args: string;
  /** True where Python needs a value: `x = %m`. */
  readonly value: boolean;
  /** Treats a construct nested in this one: `%time !ls`. */
  readonly treat: (command: Command, value: boolean) => Treatment;
}

/** A cell magic with the lines below it. */
export interface CellUse {
  readonly rule: string;
  readonly args: string;
  readonly body: string;
}

/** What becomes of the lines below a cell magic's header. */
export interface CellTreatment extends Treatment {
  readonly body:
    /** They are a cell of their own, after `setup` on the header's line. */
    | { readonly kind: 'code'; readonly setup?: string }
    /** They are a string argument of a call. */
    | { readonly kind: 'text'; readonly call: TextCall }
    /** They are comments. */
    | { readonly kind: 'comment' };
}

/** `open` + the text as a literal + `close`. */
export interface TextCall {
  readonly open: (place: CodePlace) => string;
  readonly close: (place: CodePlace) => string;
  readonly helpers: readonly Helper[];
}

export type LineRow = (use: LineUse) => Treatment;
export type CellRow = (use: CellUse) => CellTreatment;

/** A row of the error table that has `rule`, `cell` and `line` as holes. */
type RuleError =
  | 'magic-unknown'
  | 'magic-language'
  | 'magic-interactive'
  | 'magic-session'
  | 'magic-no-value'
  | 'magic-statement'
  | 'cell-magic-late'
  | 'shell-background'
  | 'run-notebook'
  | 'requirement-unclear';

/** Refuses a construct with a row that names the rule and the place. */
export function refuse(
  code: RuleError,
  rule: string
): Treatment & { outcome: 'refuse' } {
  return {
    outcome: 'refuse',
    reason: reason('construct-refused', { rule }),
    refusal: (cell, line) => problem(code, { rule, cell, line }, { cell, line })
  };
}

/** Refuses an option of a magic. */
export function refuseOption(rule: string, option: string): Treatment {
  return {
    outcome: 'refuse',
    reason: reason('construct-refused', { rule: `${rule} ${option}` }),
    refusal: (cell, line) =>
      problem('magic-option', { rule, option, cell, line }, { cell, line })
  };
}

/** Leaves a construct out. Where a value is needed there is none: refused. */
export function drop(message: Message, use?: LineUse): Treatment {
  if (use?.value) return refuse('magic-no-value', use.rule);
  return { outcome: 'drop', reason: message };
}

/** A call of a helper with the arguments before the scope. */
export function helperCall(helper: Helper, ...args: readonly string[]): Code {
  return {
    text: ({ scope, name }) => `${name(helper)}(${[...args, scope].join(', ')})`,
    form: 'expression',
    helpers: [helper]
  };
}
