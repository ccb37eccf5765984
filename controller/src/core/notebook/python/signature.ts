/** A function's signature as run parameters. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { SyntaxNode } from './tree.js';
import { lineAt } from './tree.js';
import { annotatedType, valueType } from './types.js';
import { childrenOf } from './walk.js';

export interface Signature {
  /** Named parameters; `defaultSource` is empty for one without a default. */
  readonly parameters: readonly Omit<Parameter, 'cell'>[];
  /** Names of parameters without a default. */
  readonly required: readonly string[];
  /** Names that cannot be given by name (before `/`). */
  readonly positionalOnly: readonly string[];
}

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
