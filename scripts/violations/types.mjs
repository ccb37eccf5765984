/** What must not compile. */

const inCore = (name, text, rule) => ({
  check: 'types',
  rule,
  file: `controller/src/core/violation-${name}.ts`,
  text
});

export const TYPES = [
  inCore('dom', 'export const title: string = document.title;\n', 'TS2584'),
  inCore('process', 'export const here: string = process.cwd();\n', 'TS2591'),
  inCore('timer', 'setTimeout(() => undefined, 1);\nexport {};\n', 'TS2304'),
  inCore(
    'fs',
    "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
    'TS2307'
  ),
  inCore('outer', "export { type Clock } from '../ports/clock.js';\n", 'TS6307'),
  inCore(
    'deep-protocol',
    "export { type Run } from '@jupyterlab-kubeflow/protocol/lib/run.js';\n",
    'TS2307'
  ),
  {
    check: 'types',
    rule: 'TS2307',
    file: 'test/violation-deep-controller.ts',
    text: "import '@jupyterlab-kubeflow/controller/lib/main.js';\nimport { x } from '@jupyterlab-kubeflow/controller/lib/main.js';\nx();\n"
  },
  {
    check: 'types',
    rule: 'TS2307',
    file: 'protocol/src/violation-fs.ts',
    text: "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n"
  },
  {
    check: 'types',
    rule: 'TS2322',
    file: 'test/violation-type.test.ts',
    text: "export const count: number = 'three';\n"
  },
  {
    check: 'types',
    rule: 'TS2322',
    file: 'controller/src/core/violation-type.test.ts',
    text: "export const count: number = 'three';\n"
  },
  inCore(
    'unchecked-index',
    'export const first = (list: string[]): string => list[0];\n',
    'TS2322'
  ),
  inCore(
    'optional',
    'export const given: { a?: number } = { a: undefined };\n',
    'TS2375'
  )
];
