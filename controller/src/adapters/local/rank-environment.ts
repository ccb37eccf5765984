/** The environment variables of a rank's process on this computer. */
import { delimiter, dirname } from 'node:path';
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import { chosenParameters } from '../../core/workload/parameters.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a rank's environment is made of. */
export interface RankEnvironment {
  /** The environment `jkf` was started in. */
  readonly base: Environment;
  readonly plan: Plan;
  readonly runId: string;
  /** `NAME=value` by which every process of the run is found. */
  readonly mark: string;
  /** What the cluster would set for this rank. */
  readonly rank: Readonly<Record<string, string>>;
  /** Path of the file for the runner's events. */
  readonly events: string;
  /** Folders of inputs, by variable. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What another run or launcher may have left: a rank must see what its plan says. */
const NOT_INHERITED =
  /^(JKF_(RUN_ID|SUPERVISOR|EVENTS|PARAMETERS|SECRET|INPUTS?(_.*)?)|PET_.*|TF_CONFIG|MASTER_(ADDR|PORT)|(LOCAL_|GROUP_)?(RANK|WORLD_SIZE)|JOB_COMPLETION_INDEX)$/;

/** An environment without what belongs to another run. */
export function foreignEnvironment(base: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(base).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !NOT_INHERITED.test(entry[0])
    )
  );
}

/** The whole environment of one rank. */
export function environmentOf(parts: RankEnvironment): Record<string, string> {
  return {
    ...ownPrograms(foreignEnvironment(parts.base), parts.plan.environment.python),
    ...Object.fromEntries(parts.plan.env.map(({ name, value }) => [name, value])),
    ...parts.rank,
    ...parts.inputs,
    ...variable(parts.mark),
    JKF_RUN_ID: parts.runId,
    JKF_EVENTS: parts.events,
    JKF_PARAMETERS: chosenParameters(parts.plan),
    PYTHONUNBUFFERED: '1'
  };
}

/**
 * `!pip` and `!python` mean the interpreter of the plan, as they do in an environment
 * that is activated; another one that happens to be activated is none of the run's.
 */
export function ownPrograms(
  { VIRTUAL_ENV: active, PATH, ...rest }: Record<string, string>,
  python: string
): Record<string, string> {
  const programs = dirname(python);
  const folder = active === dirname(programs) ? { VIRTUAL_ENV: active } : {};
  return {
    ...rest,
    ...folder,
    PATH: PATH ? `${programs}${delimiter}${PATH}` : programs
  };
}

function variable(text: string): Record<string, string> {
  const [name = '', ...value] = text.split('=');
  return { [name]: value.join('=') };
}
