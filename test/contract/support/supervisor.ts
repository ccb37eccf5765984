/** The command that the local target starts in tests: `[--ports=FROM-TO] supervise|sweep FOLDER`. */
import { supervise, sweep } from '../../../controller/src/adapters/local/supervise.js';
import type { SupervisorDeps } from '../../../controller/src/adapters/local/supervise.js';
import { NODE_ARGS } from './node.js';

const args = process.argv.slice(2);
const range = /^--ports=(\d+)-(\d+)$/.exec(args[0] ?? '');
const [command = '', folder = ''] = range ? args.slice(1) : args;
const deps: SupervisorDeps = {
  env: process.env,
  clock: { now: () => Date.now() },
  supervisorCommand: [...NODE_ARGS, import.meta.filename],
  ...(range ? { ports: { from: Number(range[1]), to: Number(range[2]) } } : {})
};
process.exitCode =
  command === 'sweep' ? await sweep(folder, deps) : await supervise(folder, deps);
