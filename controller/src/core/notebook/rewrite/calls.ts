/**
 * Calls that need a person, end the run, or rely on names only IPython has. Whether a
 * name is the notebook's own is known only when all cells are; here it is noted.
 */
import type { SyntaxNode } from '@lezer/common';
import { children, enclosing } from '../checks/context.js';
import { shorten } from '../harvest.js';
import { ipythonCall } from './ipython-calls.js';
import { textOf, type Rewriter, type Rewriting } from './rewriting.js';

/** A text without any of these needs no look at its names. */
export const WATCHED =
  /\b(?:input|getpass|display|get_ipython|exit|quit|breakpoint|set_trace|embed|post_mortem)\b/;

const NAMES = new Set([
  ...[
    'input',
    'getpass',
    'display',
    'exit',
    'quit',
    'breakpoint',
    'set_trace',
    'embed'
  ],
  'get_ipython'
]);

/** A name in the code: a use, or the place that binds it. */
export const watchedName: Rewriter = (node, rewriting) => {
  const name = textOf(node, rewriting);
  if (!NAMES.has(name)) return;
  if (isBinding(node)) {
    if (isModuleLevel(node)) bind(name, node, rewriting);
  } else if (!isParameter(node, name, rewriting)) use(name, node, rewriting);
};

/** A definition's name belongs to the code around the definition. */
function isModuleLevel(node: SyntaxNode): boolean {
  const definition = /Definition$/.test(node.parent?.name ?? '') ? node.parent : node;
  return definition !== null && !enclosing(definition);
}

function bind(name: string, node: SyntaxNode, { harvest }: Rewriting): void {
  // An imported `input` or `set_trace` still waits for a person.
  const imported = node.parent?.name === 'ImportStatement';
  if (!imported || name === 'display' || name === 'get_ipython')
    harvest.binds.add(name);
}

function use(name: string, node: SyntaxNode, rewriting: Rewriting): void {
  if (name === 'get_ipython' && ipythonCall(node, rewriting)) return;
  if (name === 'display' || name === 'get_ipython' || isCalled(node)) {
    note(name, node, rewriting);
  }
}

const OWNERS: Readonly<Record<string, RegExp>> = {
  getpass: /^getpass$/,
  set_trace: /^(?:pdb|ipdb|pudb|debugger|Pdb\(\))$/,
  post_mortem: /^i?pdb$/,
  embed: /^IPython$/
};

/** `getpass.getpass()`, `pdb.set_trace()`, `IPython.embed()`. */
export const watchedProperty: Rewriter = (node, rewriting) => {
  const name = textOf(node, rewriting);
  const owner = node.parent?.firstChild;
  const known = Object.hasOwn(OWNERS, name) ? OWNERS[name] : undefined;
  if (!known || !owner || !node.parent || !isCalled(node.parent)) return;
  if (known.test(textOf(owner, rewriting))) note(name, node.parent, rewriting);
};

function note(name: string, callee: SyntaxNode, rewriting: Rewriting): void {
  const line = rewriting.lineOf(callee.from);
  const whole = callee.parent?.name === 'CallExpression' ? callee.parent : callee;
  rewriting.harvest.calls.push({
    name,
    call: `${textOf(callee, rewriting)}()`,
    line,
    source: shorten(textOf(whole, rewriting))
  });
}

function isCalled(callee: SyntaxNode): boolean {
  const parent = callee.parent;
  return parent?.name === 'CallExpression' && parent.firstChild?.from === callee.from;
}

/** The name of a definition, an import, or a target. */
function isBinding(node: SyntaxNode): boolean {
  const parent = node.parent;
  switch (parent?.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'ImportStatement':
      return true;
    case 'AssignStatement':
      return children(parent).some(
        part => part.name === 'AssignOp' && part.from > node.to - 1
      );
    default:
      return parent?.name === 'ParamList' && node.prevSibling?.name !== 'AssignOp';
  }
}

/** Whether a function around the node has a parameter of that name. */
function isParameter(node: SyntaxNode, name: string, rewriting: Rewriting): boolean {
  for (let up = enclosing(node); up; up = enclosing(up)) {
    const list = up.getChild('ParamList');
    const names = list ? list.getChildren('VariableName') : [];
    if (names.some(parameter => textOf(parameter, rewriting) === name)) return true;
  }
  return false;
}
