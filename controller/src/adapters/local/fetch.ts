/** Fetches the inputs of a run on this computer, into a folder that all runs share. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan, Problem } from '@jupyterlab-kubeflow/protocol';
import { problem } from '@jupyterlab-kubeflow/protocol';
import { inputProblem } from '../../core/run/input-failure.js';
import { FILES, rankFolder } from '../run-folder/layout.js';
import { readIfThere } from '../run-folder/storage.js';
import { startProgram } from './rank-process.js';

type Inputs = Pick<Plan, 'inputs'>;

/** Beside the folder of runs. */
export function inputsFolder(run: string): string {
  return join(dirname(dirname(run)), 'inputs');
}

/** The variables that name the folders of inputs. */
export function inputVariables(run: string, { inputs = [] }: Inputs): Environment {
  const root = inputsFolder(run);
  return Object.fromEntries(
    inputs.map(({ variable, folder }) => [variable, join(root, folder)])
  );
}

type Environment = Record<string, string>;

/** Starts what fetches them, whose output is that of the first rank. */
export function startFetch(
  run: string,
  plan: Plan,
  env: Readonly<Environment>
): ChildProcess {
  const root = inputsFolder(run);
  mkdirSync(root, { recursive: true });
  const order = {
    inputs: (plan.inputs ?? []).map(({ name, url, folder }) => ({
      ...{ name, url },
      folder: join(root, folder)
    })),
    failure: failureFile(run)
  };
  const { python } = plan.environment;
  const program = [python, '-u', '.jkf/runner', 'fetch'];
  return startProgram(rankFolder(run, 0), program, {
    ...env,
    JKF_INPUTS: JSON.stringify(order)
  });
}

/** Why it has failed. */
export function fetchProblem(run: string, exitCode: number): Problem {
  const said = inputProblem(readIfThere(failureFile(run)) ?? '');
  return said ?? problem('inputs-exit', { exitCode });
}

const failureFile = (run: string): string => join(run, FILES.inputFailure);
