/** Applies the policy table to the constructs a scan found. */
import { reason } from '@jupyterlab-kubeflow/protocol';
import type { CellMagic, Command } from '../ipython/scan.js';
import { refusedCell } from './cells.js';
import { pythonForm } from './python-form.js';
import { shellCommand } from './shell.js';
import { CELL_MAGICS, LINE_MAGICS } from './table.js';
import {
  drop,
  refuse,
  type CellTreatment,
  type LineUse,
  type Treatment
} from './treatment.js';

/** Name of a construct in decisions: `%time`, `!`, `?`. */
export function ruleOf(command: Command): string {
  switch (command.kind) {
    case 'magic':
      return `%${command.name}`;
    case 'shell':
      return command.capture ? '!!' : '!';
    case 'help':
      return '?';
    case 'autocall':
      return command.escape;
  }
}

/**
 * What becomes of a line construct.
 * @param value - true where Python needs a value
 */
export function treatLine(command: Command, value: boolean): Treatment {
  const use: LineUse = { rule: ruleOf(command), args: '', value, treat: treatLine };
  switch (command.kind) {
    case 'shell':
      return shellCommand({ ...use, args: command.command }, command.capture);
    case 'help':
      return drop(reason('help-only', {}), use);
    case 'autocall':
      return autocall(use.rule, command.call);
    case 'magic':
      return lineMagic(command.name, { ...use, args: command.args });
  }
}

function lineMagic(name: string, use: LineUse): Treatment {
  if (name.startsWith('%')) return refuse('cell-magic-late', use.rule);
  const row = LINE_MAGICS.get(name);
  return row ? row(use) : refuse('magic-unknown', use.rule);
}

function autocall(rule: string, call: string): Treatment {
  if (pythonForm(call) === undefined) return refuse('magic-statement', rule);
  return {
    outcome: 'translate',
    reason: reason('autocall-written-out', { call }),
    code: { text: () => call, form: 'expression', helpers: [] }
  };
}

/** What becomes of a cell magic and of the lines below it. */
export function treatCell(magic: CellMagic, body: string): CellTreatment {
  const rule = `%%${magic.name}`;
  const row = CELL_MAGICS.get(magic.name);
  return row
    ? row({ rule, args: magic.args, body })
    : refusedCell(refuse('magic-unknown', rule));
}
