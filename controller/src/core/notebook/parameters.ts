/** Parameters: the top-level assignments of a cell, as papermill reads them. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode, Tree } from '@lezer/common';
import { children } from './checks/context.js';
import type { CellParameter } from './cell.js';
import { lineAt } from './python/tree.js';

type ParameterType = Parameter['type'];

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
  const parts = children(statement);
  const operator = parts.findIndex(part => part.name === 'AssignOp');
  const [target, annotation] = parts.slice(0, Math.max(0, operator));
  const value = parts[operator + 1];
  const plain = target?.name === 'VariableName' && operator <= 2;
  const typed = operator === 1 || annotation?.name === 'TypeDef';
  if (
    !plain ||
    !typed ||
    !value ||
    parts.some((p, i) => i > operator && p.name === 'AssignOp')
  ) {
    return undefined;
  }
  const remark = readRemark(text, statement.to);
  const declared = annotation
    ? text.slice(annotation.from + 1, annotation.to)
    : remark.type;
  return {
    name: text.slice(target.from, target.to),
    type: declaredType(declared) ?? valueType(value, text),
    defaultSource: text.slice(value.from, statement.to).trim(),
    ...(remark.help === '' ? {} : { help: remark.help }),
    line: lineAt(text, statement.from)
  };
}

/** The comment behind an assignment: `# help` or `# type: int help`. */
function readRemark(text: string, at: number): { type?: string; help: string } {
  const match = /^[ \t;]*#\s*(?:type:\s*(\S+)\s*)?(.*)/.exec(text.slice(at, at + 1000));
  const help = (match?.[2] ?? '').trim();
  return match?.[1] === undefined ? { help } : { type: match[1], help };
}

const DECLARED: Readonly<Record<string, ParameterType>> = {
  int: 'int',
  float: 'float',
  bool: 'bool',
  str: 'str',
  list: 'list',
  List: 'list',
  tuple: 'list',
  Tuple: 'list',
  Sequence: 'list',
  dict: 'dict',
  Dict: 'dict',
  Mapping: 'dict',
  None: 'none',
  Any: 'any'
};

/** `Optional[int]`, `int | None` and `list[str]` count as `int`, `int` and `list`. */
function declaredType(annotation: string | undefined): ParameterType | undefined {
  if (annotation === undefined) return undefined;
  const bare = annotation
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^(?:typing\.)?Optional\[(.*)\]$/, '$1')
    .replace(/\s*\|\s*None$|^None\s*\|\s*/, '')
    .replace(/^typing\./, '');
  const name = /^(\w+)(?:\[[^]*\])?$/.exec(bare)?.[1] ?? '';
  return Object.hasOwn(DECLARED, name) ? DECLARED[name] : undefined;
}

function valueType(value: SyntaxNode, text: string): ParameterType {
  switch (value.name) {
    case 'Number':
      return numberType(text.slice(value.from, value.to));
    case 'MemberExpression':
      return numberLike(text.slice(value.from, value.to));
    case 'UnaryExpression':
      return value.lastChild && /^[-+]/.test(text.slice(value.from, value.to))
        ? valueType(value.lastChild, text)
        : 'any';
    case 'Boolean':
      return 'bool';
    case 'String':
      return /^[rRuU]?["']/.test(text.slice(value.from, value.to)) ? 'str' : 'any';
    case 'ContinuedString':
      return 'str';
    case 'None':
      return 'none';
    default:
      return containerType(value.name);
  }
}

function containerType(name: string): ParameterType {
  if (name === 'ArrayExpression' || name === 'TupleExpression') return 'list';
  return name === 'DictionaryExpression' ? 'dict' : 'any';
}

/** The grammar reads `1.` and `1.e5` as members of a number. */
function numberLike(source: string): ParameterType {
  return /^[\d_]+\.(?:e[-+]?\d+)?$/i.test(source) ? 'float' : 'any';
}

function numberType(source: string): ParameterType {
  if (/j$/i.test(source)) return 'any';
  return /^0[xob]/i.test(source) || !/[.e]/i.test(source) ? 'int' : 'float';
}
