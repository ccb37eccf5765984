/** Parameters: the top-level assignments of a cell, as papermill reads them. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode, Tree } from '@lezer/common';
import { children } from './checks/context.js';
import { lineAt } from './python/tree.js';
import { annotatedType, valueType } from './python/types.js';

/** A parameter that lacks only its cell. */
export type CellParameter = Omit<Parameter, 'cell'>;

/** In order; a name assigned twice is listed once, with its last value. */
export function readParameters(text: string, tree: Tree): CellParameter[] {
  const found = new Map<string, CellParameter>();
  for (const statement of assignments(tree.topNode)) {
    const parameter = readAssignment(statement, text);
    if (parameter) found.set(parameter.name, parameter);
  }
  return [...found.values()];
}

function assignments(top: SyntaxNode): SyntaxNode[] {
  return children(top)
    .flatMap(node => (node.name === 'StatementGroup' ? children(node) : [node]))
    .filter(node => node.name === 'AssignStatement');
}

/** `name = value` and `name: type = value`; other assignments are no parameters. */
function readAssignment(
  statement: SyntaxNode,
  text: string
): CellParameter | undefined {
  const target = targetOf(statement);
  const value = statement.getChild('AssignOp')?.nextSibling;
  if (!target || !value) return undefined;
  const remark = readRemark(text, statement.to);
  const annotation = statement.getChild('TypeDef');
  const declared = annotation
    ? text.slice(annotation.from + 1, annotation.to)
    : remark.type;
  return {
    name: text.slice(target.from, target.to),
    type: annotatedType(declared) ?? assignedType(value, text),
    defaultSource: text.slice(value.from, statement.to).trim(),
    ...(remark.help === '' ? {} : { help: remark.help }),
    line: lineAt(text, statement.from)
  };
}

/** `x = 1, 2` has no brackets around its tuple. */
function assignedType(value: SyntaxNode, text: string): Parameter['type'] {
  return value.nextSibling?.name === ',' ? 'list' : valueType(value, text);
}

/** The one plain name that is assigned to; `undefined` for anything else. */
function targetOf(statement: SyntaxNode): SyntaxNode | undefined {
  const operators = statement.getChildren('AssignOp');
  const [target, ...between] = children(statement).filter(
    part => part.from < (operators[0]?.from ?? 0)
  );
  const single = operators.length === 1 && between.every(p => p.name === 'TypeDef');
  return single && target?.name === 'VariableName' ? target : undefined;
}

/** The comment behind an assignment: `# help` or `# type: int help`. */
function readRemark(text: string, at: number): { type?: string; help: string } {
  const match = /^[ \t;]*#\s*(?:type:\s*(\S+)\s*)?(.*)/.exec(text.slice(at, at + 1000));
  const help = (match?.[2] ?? '').trim();
  return match?.[1] === undefined ? { help } : { type: match[1], help };
}
