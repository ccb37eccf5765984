/**
 * `get_ipython().run_line_magic(…)` and the like, as nbconvert writes them and people
 * paste them: the same policy as for the syntax they stand for.
 */
import type { SyntaxNode } from '@lezer/common';
import { problem, reason } from '@jupyterlab-kubeflow/protocol';
import { children, enclosing } from '../checks/context.js';
import { LOCAL_SCOPE, place, SCOPE } from '../draft.js';
import { lineEnds } from '../edit.js';
import { gather, helperName } from '../harvest.js';
import { scanCell, type Command } from '../ipython/scan.js';
import { pyString, stringValue } from '../policy/literal.js';
import { ruleOf, treatCell, treatLine } from '../policy/policy.js';
import type { Code, CodePlace, Treatment } from '../policy/treatment.js';
import { endsLine, textOf, type Rewriting } from './rewriting.js';

/** Rewrites a method call on `get_ipython()`; false when the name is used otherwise. */
export function ipythonCall(name: SyntaxNode, rewriting: Rewriting): boolean {
  const instance = headOf(name, 'CallExpression');
  const member = instance && headOf(instance, 'MemberExpression');
  if (!member) return false;
  const call = headOf(member, 'CallExpression');
  if (!call || !rewriteCall(call, member, rewriting)) refuseUse(member, rewriting);
  return true;
}

/** The call or member access that a node is the first part of. */
function headOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const parent = node.parent;
  return parent?.name === name && parent.firstChild?.from === node.from
    ? parent
    : undefined;
}

function rewriteCall(
  call: SyntaxNode,
  member: SyntaxNode,
  rewriting: Rewriting
): boolean {
  const property = member.lastChild;
  const method = property ? textOf(property, rewriting) : '';
  const args = argumentsOf(call);
  if (!args) return false;
  const texts = args.map(arg => stringValue(textOf(arg, rewriting)));
  if (texts.some(text => text === undefined)) {
    return computedShell({ call, member, method, args }, rewriting);
  }
  const value = call.parent?.name !== 'ExpressionStatement';
  const treatment = treatMethod(
    method,
    texts.map(text => text ?? ''),
    value
  );
  if (!treatment) return false;
  replace(call, treatment, rewriting);
  return true;
}

/** Positional arguments; `undefined` when there are others. */
function argumentsOf(call: SyntaxNode): SyntaxNode[] | undefined {
  const list = call.getChild('ArgList');
  if (!list) return undefined;
  const parts = children(list).filter(part => !/^[(),]$/.test(part.name));
  return parts.some(part => /^(?:AssignOp|\*|\*\*|for)$/.test(part.name))
    ? undefined
    : parts;
}

interface Treated extends Treatment {
  readonly rule: string;
}

function treatMethod(
  method: string,
  args: readonly string[],
  value: boolean
): Treated | undefined {
  const [first = '', second = '', body = ''] = args;
  switch (method) {
    case 'run_line_magic':
    case 'magic':
      return treated(magicCommand(method, first, second), value);
    case 'system':
    case 'getoutput': {
      const capture = method === 'getoutput';
      return treated({ kind: 'shell', command: first, capture }, value);
    }
    case 'run_cell_magic':
      return cellCall({ name: first, args: second, line: 0 }, body);
    default:
      return undefined;
  }
}

function magicCommand(method: string, first: string, second: string): Command {
  if (method === 'run_line_magic') return { kind: 'magic', name: first, args: second };
  const line = first.startsWith('%') ? first : `%${first}`;
  return (
    scanCell(line).constructs[0]?.command ?? { kind: 'magic', name: first, args: '' }
  );
}

function treated(command: Command, value: boolean): Treated {
  return { ...treatLine(command, value), rule: ruleOf(command) };
}

/** A cell magic whose body is a string anyway, or is left out. */
function cellCall(
  magic: { name: string; args: string; line: number },
  body: string
): Treated | undefined {
  const treatment = treatCell(magic, body);
  const rule = `%%${magic.name}`;
  if (treatment.body.kind === 'comment') return { ...treatment, rule };
  if (treatment.body.kind === 'code') return undefined;
  const { open, close, helpers } = treatment.body.call;
  const text = (place: CodePlace): string =>
    open(place) + pyString(body) + close(place);
  return { ...treatment, rule, code: { text, form: 'statement', helpers } };
}

function replace(call: SyntaxNode, treatment: Treated, rewriting: Rewriting): void {
  const { text, edits, harvest, lineOf } = rewriting;
  const source = textOf(call, rewriting);
  gather(harvest, treatment, { rule: treatment.rule, line: lineOf(call.from), source });
  const alone = call.parent?.name === 'ExpressionStatement';
  const code = treatment.code
    ? treatment.code.text(place(harvest, scopeAt(call)))
    : nothing(call, alone, rewriting);
  const ends = lineEnds(text, call.from, call.to);
  const open = ends === '' || alone ? '' : '(';
  edits.push({
    from: call.from,
    to: call.to,
    text: open === '' ? code + ends : `(${code}${ends})`
  });
}

/** Names are looked up where the call stands. */
function scopeAt(call: SyntaxNode): string {
  return enclosing(call) ? LOCAL_SCOPE : SCOPE;
}

function nothing(call: SyntaxNode, alone: boolean, rewriting: Rewriting): string {
  if (!alone) return 'None';
  const source = textOf(call, rewriting).split('\n')[0] ?? '';
  return endsLine(call.to, rewriting) ? `pass  # left out: ${source}` : 'pass';
}

interface MethodCall {
  readonly call: SyntaxNode;
  readonly member: SyntaxNode;
  readonly method: string;
  readonly args: readonly SyntaxNode[];
}

/** `get_ipython().system(command)`: the command is computed, so is the call. */
function computedShell(
  { call, member, method, args }: MethodCall,
  rewriting: Rewriting
): boolean {
  const command = args[0];
  if (!command || (method !== 'system' && method !== 'getoutput')) return false;
  const helper = method === 'system' ? 'sh' : 'sh_lines';
  const code: Code = { text: () => '', form: 'expression', helpers: [helper] };
  const why = helper === 'sh' ? 'shell-run' : 'shell-captured';
  const treatment = { outcome: 'translate', reason: reason(why, {}), code } as const;
  const { edits, harvest, lineOf } = rewriting;
  const source = textOf(call, rewriting);
  gather(harvest, treatment, { rule: '!', line: lineOf(call.from), source });
  edits.push({ from: member.from, to: member.to, text: helperName(harvest, helper) });
  edits.push({ from: command.to, to: command.to, text: `, ${scopeAt(call)}` });
  return true;
}

function refuseUse(member: SyntaxNode, rewriting: Rewriting): void {
  const { harvest, lineOf } = rewriting;
  const call = textOf(member, rewriting).replace(/\s+/g, '');
  const treatment: Treatment = {
    outcome: 'refuse',
    reason: reason('construct-refused', { rule: call }),
    refusal: (cell, line) =>
      problem('ipython-used', { call, cell, line }, { cell, line })
  };
  const line = lineOf(member.from);
  gather(harvest, treatment, { rule: 'get_ipython()', line, source: call });
}
