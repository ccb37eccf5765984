/** What ESLint must report: the size budget, purity, promises, JupyterLab's conventions. */

const repeat = (count, line) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const ts = (rule, name, text, folder = 'controller/src/service') => ({
  check: 'lint',
  rule,
  file: `${folder}/violation-${name}.ts`,
  text
});

const typescript = (rule, text) =>
  ts(`@typescript-eslint/${rule}`, rule.replace(/^no-/, ''), text);
const core = (rule, name, text) => ts(rule, name, text, 'controller/src/core');

const longBody = repeat(45, i => `  list.push(${String(i)});`);

const BUDGET = [
  ts(
    'complexity',
    'complexity',
    `export function pick(n: number): number {\n${repeat(11, i => `  if (n === ${String(i)}) return ${String(i * 2)};`)}\n  return 0;\n}\n`
  ),
  ts(
    'max-depth',
    'depth',
    'export function deep(n: number): void {\n  if (n > 1) {\n    if (n > 2) {\n      if (n > 3) {\n        if (n > 4) throw new Error();\n      }\n    }\n  }\n}\n'
  ),
  ts(
    'max-params',
    'params',
    'export const five = (a: 1, b: 1, c: 1, d: 1, e: 1): unknown => [a, b, c, d, e];\n'
  ),
  ts(
    'max-lines-per-function',
    'function-length',
    `export function long(list: number[]): void {\n${longBody}\n}\n`
  ),
  ts(
    'max-lines',
    'file-length',
    `${repeat(301, i => `export const x${String(i)} = 1;`)}\n`
  ),
  {
    check: 'lint',
    rule: 'budget/function-length',
    file: 'controller/src/service/violation-long.test.ts',
    text: `import { describe, it } from 'vitest';\ndescribe('x', () => {\n  it('y', () => {\n  const list: number[] = [];\n${longBody}\n  });\n});\n`
  },
  {
    check: 'lint',
    rule: 'complexity',
    file: 'scripts/violation-complexity.mjs',
    text: `export function pick(n) {\n${repeat(11, i => `  if (n === ${String(i)}) return ${String(i * 2)};`)}\n  return 0;\n}\n`
  },
  {
    check: 'lint',
    rule: 'no-undef',
    file: 'scripts/violation-undefined.mjs',
    text: 'export const x = window;\n'
  }
];

const TYPED = [
  typescript(
    'switch-exhaustiveness-check',
    "export function turn(d: 'left' | 'right'): number {\n  switch (d) {\n    case 'left':\n      return 1;\n  }\n  return 0;\n}\n"
  ),
  typescript(
    'no-floating-promises',
    'const later = (): Promise<number> => Promise.resolve(1);\nexport function start(): void {\n  later();\n}\n'
  ),
  typescript('no-explicit-any', 'export const x: any = 1;\n'),
  typescript(
    'no-non-null-assertion',
    'export const first = (list: string[]): string => list[0]!;\n'
  ),
  typescript(
    'explicit-function-return-type',
    'export function one() {\n  return 1;\n}\n'
  ),
  typescript(
    'explicit-module-boundary-types',
    'export function one() {\n  return 1;\n}\n'
  ),
  typescript(
    'restrict-template-expressions',
    'export const say = (n: object): string => `${n}`;\n'
  ),
  typescript(
    'no-unnecessary-condition',
    "export const say = (n: string): string => n ?? 'none';\n"
  ),
  typescript('ban-ts-comment', `// @ts-${'ignore'}\nexport const x: number = 'one';\n`),
  ts('no-console', 'console', "console.log('hello');\nexport {};\n")
];

const PURITY = [
  core(
    'no-restricted-globals',
    'clock',
    'export const now = (): number => Date.now();\n'
  ),
  core('no-restricted-globals', 'env', 'export const home: unknown = process.env;\n'),
  core(
    'no-restricted-properties',
    'dice',
    'export const roll = (): number => Math.random();\n'
  ),
  core('no-restricted-imports', 'node', "export * as fs from 'node:fs';\n"),
  core(
    'no-restricted-imports',
    'ports',
    "export { type Clock } from '../ports/clock.js';\n"
  )
];

const jupyter = (rule, text, extension = 'ts') => ({
  check: 'lint',
  rule: `jupyter/${rule}`,
  file: `src/violation-${rule}.${extension}`,
  text
});

const PLUGIN = `
interface JupyterFrontEndPlugin<T> { id: string; description?: string; autoStart: boolean; activate: (app: T) => void; }
interface JupyterFrontEnd { commands: { addCommand(id: string, options: object): void } }
`;

const JUPYTER = [
  jupyter(
    'plugin-description',
    `${PLUGIN}const plugin: JupyterFrontEndPlugin<JupyterFrontEnd> = {\n  id: 'jupyterlab-kubeflow:runs',\n  autoStart: true,\n  activate: app => {\n    app.commands.addCommand('x', {});\n  }\n};\nexport default plugin;\n`
  ),
  jupyter(
    'command-described-by',
    `${PLUGIN}export function add(app: JupyterFrontEnd): void {\n  app.commands.addCommand('jupyterlab-kubeflow:run', { execute: () => undefined });\n}\n`
  ),
  jupyter(
    'token-format',
    "declare class Token<T> { constructor(id: string, text: string); value: T; }\nexport const IRuns = new Token<number>('runs', 'Runs.');\n"
  ),
  jupyter(
    'no-translation-concatenation',
    "declare const trans: { __(text: string): string };\nexport const say = (n: string): string => trans.__('Deleted ' + n);\n"
  ),
  {
    check: 'lint',
    rule: 'jupyter/no-schema-enum',
    file: 'schema/violation.json',
    text: '{ "properties": { "size": { "type": "string", "enum": ["a", "b"] } } }\n'
  }
];

export const LINT = [...BUDGET, ...TYPED, ...PURITY, ...JUPYTER];
