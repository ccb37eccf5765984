/** `from __future__ import …`: Python wants it at the top of the script. */
import { reason } from '@jupyterlab-kubeflow/protocol';
import { children, enclosing } from '../checks/context.js';
import { FUTURES } from '../checks/syntax.js';
import { shorten } from '../harvest.js';
import { lineEnds } from '../edit.js';
import { endsLine, textOf, type Rewriter } from './rewriting.js';

/** Takes the import out and notes its names; unknown names stay, for Python to refuse. */
export const futureImport: Rewriter = (node, rewriting) => {
  const parts = children(node);
  const from = parts[1];
  if (!from || textOf(from, rewriting) !== '__future__' || enclosing(node)) return;
  const names = parts.slice(2).filter(part => part.name === 'VariableName');
  const features = names.map(name => textOf(name, rewriting));
  if (features.length === 0 || !features.every(name => FUTURES.has(name))) return;
  const { text, edits, harvest, lineOf } = rewriting;
  const source = shorten(textOf(node, rewriting));
  const ends = lineEnds(text, node.from, node.to);
  const whole = endsLine(node.to, rewriting);
  const pass = whole ? `pass  # at the top of the script: ${source}` : 'pass';
  edits.push({ from: node.from, to: node.to, text: whole ? pass + ends : ends + pass });
  harvest.futures.push(...features);
  harvest.findings.push({
    rule: 'from __future__',
    outcome: 'translate',
    reason: reason('future-hoisted', {}),
    line: lineOf(node.from),
    source
  });
};
