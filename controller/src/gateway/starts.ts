/**
 * Starts that may be asked for twice: a page whose answer was lost asks again with the
 * same id, and gets the run that is there when it is the one it means.
 */
import {
  ProblemError,
  type Plan,
  type RerunBody,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { LaunchWatch, RunTarget } from '../ports/target.js';
import type { Planned, Runs } from '../service/services.js';

/** A run, and whether this request made it. */
export interface Started {
  readonly run: Run;
  readonly created: boolean;
}

/** Writes one text into the server's log. */
type Log = (text: string) => void;

type Start = (watch: LaunchWatch) => Promise<Run>;

/** Starts the plan, or finds the run of that id and of the same work. */
export function startOnce(
  runs: Runs,
  planned: Planned,
  id: string,
  log: Log
): Promise<Started> {
  const { target } = runs;
  const start: Start = watch => runs.start(planned, id, watch);
  return once(target, id, begun(start, log), async () =>
    isSameWork(await target.plan(id), planned.plan)
  );
}

/** Repeats a run, or finds the one of that id which repeats it with the same values. */
export function rerunOnce(
  runs: Runs,
  from: string,
  { id, parameters }: RerunBody,
  log: Log
): Promise<Started> {
  const { target } = runs;
  const start: Start = watch => runs.rerun(from, parameters, id, watch);
  return once(
    target,
    id,
    begun(start, log),
    async ({ parent }) =>
      parent === from && hasValues(await target.plan(id), parameters)
  );
}

async function once(
  target: RunTarget,
  id: string,
  started: Promise<Run>,
  isMeant: (run: Run) => Promise<boolean>
): Promise<Started> {
  try {
    return { run: await started, created: true };
  } catch (error) {
    // Whatever speaks against a start now (a full disk) does not against one that was.
    const run = await target.get(id).catch(() => undefined);
    if (run && (await isMeant(run))) return { run, created: false };
    throw error;
  }
}

/** The run once it is there; what goes wrong after that, it tells itself. */
function begun(start: Start, log: Log): Promise<Run> {
  return new Promise((resolve, reject) => {
    let there = false;
    const onBegun = (run: Run): void => {
      there = true;
      resolve(run);
    };
    start({ onBegun }).then(resolve, (error: unknown) => {
      // Nobody waits for the answer any more: a fault of ours would go unseen.
      if (there && !(error instanceof ProblemError)) log(textOf(error));
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Checks and reasons may differ: they speak of the moment of the plan. */
function isSameWork(one: Plan, other: Plan): boolean {
  return JSON.stringify(work(one)) === JSON.stringify(work(other));
}

function work({ source, mode, bundle, parameters, workload, env }: Plan): unknown[] {
  const values = parameters.map(({ name, value }) => [name, value]);
  const variables = env.map(({ name, value }) => [name, value]);
  return [source.path, mode, bundle.digest, bundle.entry, values, workload, variables];
}

function hasValues(plan: Plan, values: RerunBody['parameters']): boolean {
  return Object.entries(values).every(([name, value]) => {
    const own = plan.parameters.find(parameter => parameter.name === name);
    return JSON.stringify(own?.value) === JSON.stringify(value);
  });
}
