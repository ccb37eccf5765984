/**
 * Which calls change an object in place. Python does not say, so method names do:
 * a statement that only calls a method is there for its effect; a method inside a
 * larger expression counts when its name is one that changes things. For an imported
 * module only calls that configure it count: `np.random.seed(0)`, not `plt.show()`.
 */
import type { SyntaxNode } from './tree.js';
import { baseName } from './bindings.js';
import { childrenOf, type Handlers, type Walk } from './walk.js';

/** Method names that change their object, wherever they stand. */
const CHANGES =
  /^(?:append|extend|insert|remove|pop|popitem|clear|update|setdefault|sort|reverse|add|discard|fit|fit_transform|partial_fit|compile|build|load_state_dict|load_weights|train|eval|step|backward|write|seek|cuda|(?:set|add|register)_\w+|\w*[a-z]_)$/;

/** Method names that only show or save; as a whole statement they change nothing. */
const SHOWS =
  /^(?:head|tail|describe|info|plot|hist|show|summary|sample|value_counts|display|(?:to|save|savez)(?:_\w+|fig|txt)?)$/;

/** Functions of a module that configure it for everyone. */
const CONFIGURES =
  /^(?:set\w*|(?:manual_)?seed(?:_all)?|use|\w*filterwarnings|simplefilter|\w*[cC]onfig|register\w*|enable\w*|disable\w*|append|insert|extend|update|chdir|putenv|load_dotenv|init\w*)$/;

/** Functions that change their first argument. */
const CHANGES_ARGUMENT =
  /^(?:shuffle|heappush|heappop|heapify|setattr|delattr|insort\w*)$/;

/** Notes changes by a call, then visits it. `isModule`: is the name an imported module? */
export function mutationHandlers(isModule: (name: string) => boolean): Handlers {
  return {
    CallExpression: (node, walk) => {
      if (walk.now) noteCall(node, walk, isModule);
      walk.visitAll(childrenOf(node));
    }
  };
}

function noteCall(
  node: SyntaxNode,
  walk: Walk,
  isModule: (name: string) => boolean
): void {
  const callee = node.firstChild;
  if (!callee) return;
  const method = walk.textOf(callee.lastChild ?? callee);
  const base = callee.name === 'MemberExpression' ? baseName(callee) : undefined;
  if (base && changesBase(node, method, isModule(walk.textOf(base)))) {
    walk.mutated.add(walk.textOf(base));
  }
  const argument = CHANGES_ARGUMENT.test(method) ? firstArgument(node) : undefined;
  if (argument) walk.mutated.add(walk.textOf(argument));
}

/** The name that the first argument starts with. */
function firstArgument(call: SyntaxNode): SyntaxNode | undefined {
  const first = call.getChild('ArgList')?.firstChild?.nextSibling;
  return first ? baseName(first) : undefined;
}

function changesBase(call: SyntaxNode, method: string, isModule: boolean): boolean {
  if (isModule) return CONFIGURES.test(method);
  const wholeStatement = call.parent?.name === 'ExpressionStatement';
  return CHANGES.test(method) || (wholeStatement && !SHOWS.test(method));
}
