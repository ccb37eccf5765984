/**
 * Types of parameters, by what the code says of them: an annotation, or the default's
 * literal.
 */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode } from './tree.js';

type ParameterType = Parameter['type'];

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
  Iterable: 'list',
  dict: 'dict',
  Dict: 'dict',
  Mapping: 'dict',
  None: 'none',
  Any: 'any'
};

/** `Optional[int]`, `int | None` and `list[str]` count as `int`, `int` and `list`. */
export function annotatedType(
  annotation: string | undefined
): ParameterType | undefined {
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

/** Types of values by the name of their node. */
const LITERALS: Readonly<Record<string, ParameterType>> = {
  Boolean: 'bool',
  None: 'none',
  ContinuedString: 'str',
  FormatString: 'str',
  ArrayExpression: 'list',
  ArrayComprehensionExpression: 'list',
  TupleExpression: 'list',
  DictionaryExpression: 'dict',
  DictionaryComprehensionExpression: 'dict'
};

/** The type of a literal; `any` where only running the code would tell. */
export function valueType(value: SyntaxNode, text: string): ParameterType {
  const source = text.slice(value.from, value.to);
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
