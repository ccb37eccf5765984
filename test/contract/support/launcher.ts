/**
 * A launcher to be killed: `ROOT FILE`, the file holding a request as JSON. Prints one
 * line when it begins, one when the run is launched or refused.
 */
import { readFileSync } from 'node:fs';
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { LocalTarget } from '../../../controller/src/adapters/local/target.js';
import type { LaunchRequest } from '../../../controller/src/ports/target.js';
import { SUPERVISOR } from './node.js';

const [root = '', file = ''] = process.argv.slice(2);
const target = new LocalTarget({
  root,
  supervisorCommand: SUPERVISOR,
  env: process.env,
  clock: { now: () => Date.now() }
});
const request = JSON.parse(readFileSync(file, 'utf8')) as LaunchRequest;
process.stdout.write('begin\n');
try {
  await target.launch(request);
  process.stdout.write('launched\n');
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  process.stdout.write(`${error.problem.code}\n`);
}
