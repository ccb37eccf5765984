/** Parameters: the top-level assignments of a cell, as papermill reads them. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode, Tree } from '@lezer/common';
import { children } from './checks/context.js';
import { lineAt } from './python/tree.js';

/** A parameter that lacks only its cell. */
export type CellParameter = Omit<Parameter, 'cell'>;

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
    type: declaredType(declared) ?? valueType(value, text),
    defaultSource: text.slice(value.from, statement.to).trim(),
    ...(remark.help === '' ? {} : { help: remark.help }),
    line: lineAt(text, statement.from)
  };
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

/** Types of literals by the name of their node. */
const LITERALS: Readonly<Record<string, ParameterType>> = {
  Boolean: 'bool',
  None: 'none',
  ContinuedString: 'str',
  ArrayExpression: 'list',
  TupleExpression: 'list',
  DictionaryExpression: 'dict'
};

function valueType(value: SyntaxNode, text: string): ParameterType {
  const source = text.slice(value.from, value.to);
  // `x = 1, 2` has no brackets around its tuple.
  if (value.nextSibling?.name === ',') return 'list';
  switch (value.name) {
    case 'Number':
      return numberType(source);
    case 'MemberExpression':
      return numberLike(source);
    case 'UnaryExpression':
      return signedType(value, text);
    case 'String':
      return /^[rRuU]?["']/.test(source) ? 'str' : 'any';
    default:
      return LITERALS[value.name] ?? 'any';
  }
}

/** `-1` and `+1.5`. */
function signedType(value: SyntaxNode, text: string): ParameterType {
  const operand = value.lastChild;
  const signed = /^[-+]/.test(text.slice(value.from, value.to));
  return operand && signed ? valueType(operand, text) : 'any';
}

/** The grammar reads `1.` and `1.e5` as members of a number. */
function numberLike(source: string): ParameterType {
  return /^[\d_]+\.(?:e[-+]?\d+)?$/i.test(source) ? 'float' : 'any';
}

function numberType(source: string): ParameterType {
  if (/j$/i.test(source)) return 'any';
  return /^0[xob]/i.test(source) || !/[.e]/i.test(source) ? 'int' : 'float';
}
