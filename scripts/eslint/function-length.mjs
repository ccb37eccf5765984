/**
 * ESLint's `max-lines-per-function`, without the bodies of `describe`: those list tests,
 * each of which keeps to the budget itself.
 */
import { builtinRules } from 'eslint/use-at-your-own-risk';

const base = builtinRules.get('max-lines-per-function');

/** `describe(…)`, `describe.each(…)(…)`, `describe.skipIf(…)(…)`, `test.describe(…)`. */
function isDescribe(node) {
  if (node.type === 'CallExpression') return isDescribe(node.callee);
  if (node.type === 'MemberExpression') {
    return isDescribe(node.property) || isDescribe(node.object);
  }
  return node.type === 'Identifier' && node.name === 'describe';
}

const bodyOfDescribe = node =>
  node.parent?.type === 'CallExpression' && isDescribe(node.parent.callee);

export default {
  meta: base.meta,
  create(context) {
    const report = finding => bodyOfDescribe(finding.node) || context.report(finding);
    return base.create(Object.create(context, { report: { value: report } }));
  }
};
