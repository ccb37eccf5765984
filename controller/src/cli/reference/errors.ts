/** The reference page of errors, made from the error table. */
import { ERROR_GROUPS, type ErrorRow } from '@jupyterlab-kubeflow/protocol';
import { code, madeFrom } from './markdown.js';

const TITLES: Readonly<Record<keyof typeof ERROR_GROUPS, string>> = {
  notebook: 'The notebook and its code',
  plan: 'The plan',
  workload: 'The workload on a cluster',
  inputs: 'Inputs of a run',
  run: 'The run',
  cli: 'The command line and this computer',
  page: 'The page in the browser',
  gateway: 'The gateway',
  cluster: 'The API server of a cluster',
  place: 'What a plan finds in the way on a cluster',
  pod: 'The pods of a run',
  registry: 'A registry of images',
  packages: 'Packages of images',
  program: 'Python programs that use the package',
  builder: 'Builders of images'
};

/** `docs/reference/errors.md`, the whole text. */
export function errorReference(): string {
  return [
    '# Errors',
    madeFrom('the error table'),
    'Every error has a code, a sentence that names the thing, and a remedy (→). With `-o json` they are the fields `code`, `sentence` and `remedy` of `problem`; `params` holds the values that stand in braces here.',
    ...Object.entries(ERROR_GROUPS).flatMap(([group, rows]) => [
      `## ${TITLES[group as keyof typeof TITLES]}`,
      Object.entries<ErrorRow>(rows).map(item).join('\n')
    ])
  ]
    .join('\n\n')
    .concat('\n');
}

function item([name, { sentence, remedy }]: readonly [string, ErrorRow]): string {
  return `- ${code(name)}: ${sentence} → ${remedy}`;
}
