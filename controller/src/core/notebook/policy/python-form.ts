/** Whether one line of code is Python by itself, and of which form. */
import { parseTolerant } from '../checks/tolerant.js';
import { syntaxFault } from '../checks/syntax.js';

/** `undefined`: it is not Python on its own. */
export function pythonForm(text: string): 'expression' | 'statement' | undefined {
  const tree = parseTolerant(text);
  if (syntaxFault(text, tree)) return undefined;
  const only = tree.topNode.firstChild;
  const single = only !== null && only.nextSibling === null;
  return single && only.name === 'ExpressionStatement' ? 'expression' : 'statement';
}
