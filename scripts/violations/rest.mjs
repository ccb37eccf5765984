/** Styles, format, Python, words. Words are joined here, or this file would have them. */

const row = (check, rule, file, text) => ({ check, rule, file, text });
const style = (rule, declaration) =>
  row(
    'styles',
    rule,
    `style/violation-${rule}.css`,
    `.jp-Run {\n  ${declaration};\n}\n`
  );
const word = (rule, name, parts) =>
  row('words', rule, `docs/violation-${name}.md`, `${parts.join('')}\n`);

export const REST = [
  style('color-no-hex', 'color: #ff0000'),
  style('color-named', 'color: red'),
  style('function-disallowed-list', 'color: rgb(255 0 0)'),
  style('custom-property-pattern', 'color: var(--my-color)'),
  style('block-no-empty', '}\n.jp-Empty {'),
  row(
    'format',
    'format',
    'controller/src/violation-format.ts',
    'export  const x = "a"\n'
  ),
  row('format', 'format', 'docs/violation-format.md', '*  a\n*  b\n'),
  row('python', 'F401', 'controller/runner/violation_unused.py', 'import os\n'),
  row(
    'python',
    'E501',
    'controller/runner/violation_long.py',
    `X = "${'x'.repeat(100)}"\n`
  ),
  row(
    'python',
    'C901',
    'controller/runner/violation_complex.py',
    `def pick(n):\n${Array.from({ length: 11 }, (_, i) => `    if n == ${String(i)}:\n        return ${String(i)}\n`).join('')}    return None\n`
  ),
  row('python', 'format', 'controller/runner/violation_format.py', "X = 'a'\n"),
  word('machine-path', 'path', ['See /ro', 'ot/notes.']),
  word('registry-host', 'host', ['From registry.npm', 'js.org.']),
  word('leftover', 'later', ['TO', 'DO: finish.']),
  word('leftover', 'soon', ['This is fine for ', 'now.']),
  word('leftover', 'hole', ['A place', 'holder stands here.']),
  word('silenced-check', 'silence', ['// eslint-', 'disable-next-line'])
];
