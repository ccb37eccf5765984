/** A function's signature as run parameters. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode } from './tree.js';
import { lineAt } from './tree.js';
import { childrenOf } from './walk.js';

export interface Signature {
  readonly isAsync: boolean;
  /** Named parameters; `defaultSource` is empty for one without a default. */
  readonly parameters: readonly Omit<Parameter, 'cell'>[];
  /** Names of parameters without a default. */
  readonly required: readonly string[];
  /** Names that cannot be given by name (before `/`). */
  readonly positionalOnly: readonly string[];
}

const ANNOTATIONS: readonly (readonly [RegExp, Parameter['type']])[] = [
  [/^int$/, 'int'],
  [/^float$/, 'float'],
  [/^bool$/, 'bool'],
  [/^str$/, 'str'],
  [/^(?:typing\.)?(?:list|List|Sequence|Iterable)(?:\[.*\])?$/s, 'list'],
  [/^(?:typing\.)?(?:dict|Dict|Mapping)(?:\[.*\])?$/s, 'dict'],
  [/^None$/, 'none']
];

const VALUES: Readonly<Record<string, Parameter['type']>> = {
  String: 'str',
  FormatString: 'str',
  ContinuedString: 'str',
  Boolean: 'bool',
  None: 'none',
  ArrayExpression: 'list',
  ArrayComprehensionExpression: 'list',
  DictionaryExpression: 'dict',
  DictionaryComprehensionExpression: 'dict'
};

/** The signature of a FunctionDefinition node. */
export function signatureOf(definition: SyntaxNode, text: string): Signature {
  const children = childrenOf(definition.getChild('ParamList') ?? definition);
  const slash = slashIndex(children, text);
  const parameters: Omit<Parameter, 'cell'>[] = [];
  const positionalOnly: string[] = [];
  for (const [i, child] of children.entries()) {
    const before = children[i - 1]?.name ?? '';
    if (child.name !== 'VariableName' || !/^[(,]$/.test(before)) continue;
    parameters.push(parameterAt(children, i, text));
    if (i < slash) positionalOnly.push(text.slice(child.from, child.to));
  }
  const required = parameters.filter(({ defaultSource }) => defaultSource === '');
  return {
    isAsync: definition.firstChild?.name === 'async',
    parameters,
    required: required.map(({ name }) => name),
    positionalOnly
  };
}

/** Index of the first child behind a `/`, which the tree has no node for; -1: no `/`. */
function slashIndex(children: readonly SyntaxNode[], text: string): number {
  return children.findIndex((child, i) => {
    const gap = text.slice(children[i - 1]?.to ?? child.from, child.from);
    return gap.replace(/#.*/g, '').includes('/');
  });
}

/** The parameter whose name stands at an index: `name`, `name: type`, `name: type = 1`. */
function parameterAt(
  children: readonly SyntaxNode[],
  at: number,
  text: string
): Omit<Parameter, 'cell'> {
  const [name, ...behind] = children.slice(at, at + 4);
  const [annotation, equals, value] =
    behind[0]?.name === 'TypeDef' ? behind : [undefined, ...behind];
  const source = (node: SyntaxNode | undefined): string =>
    node ? text.slice(node.from, node.to) : '';
  const given = equals?.name === 'AssignOp' ? value : undefined;
  const annotated = annotatedType(source(annotation).replace(/^:\s*/, ''));
  return {
    name: source(name),
    type: annotated ?? (given ? valueType(given, text) : 'any'),
    defaultSource: source(given),
    line: lineAt(text, name?.from ?? 0)
  };
}

function annotatedType(annotation: string): Parameter['type'] | undefined {
  const bare = annotation.replace(/^(['"])(.*)\1$/s, '$2').trim();
  return ANNOTATIONS.find(([pattern]) => pattern.test(bare))?.[1];
}

/** Type of a literal; a default of `None` says nothing, so it counts as any. */
function valueType(node: SyntaxNode, text: string): Parameter['type'] {
  if (node.name === 'UnaryExpression' && node.lastChild) {
    return valueType(node.lastChild, text);
  }
  if (node.name === 'Number') return numberType(text.slice(node.from, node.to));
  const type = Object.hasOwn(VALUES, node.name) ? VALUES[node.name] : undefined;
  return type === undefined || type === 'none' ? 'any' : type;
}

function numberType(source: string): Parameter['type'] {
  if (/^0[xXbBoO]/.test(source)) return 'int';
  if (/[jJ]$/.test(source)) return 'any';
  return /[.eE]/.test(source) ? 'float' : 'int';
}
