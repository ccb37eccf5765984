/** Environment variables of a rank's container. */
import type { ClusterEnv } from '@jupyterlab-kubeflow/protocol';
import { chosenParameters } from '../workload/parameters.js';
import type { ManifestInput } from './input.js';
import { fetchOrder, inputEnvironment } from './inputs.js';
import { EVENTS_FILE, RUN_FOLDER } from './layout.js';
import type { ContainerEnv } from './objects.js';

/**
 * What programs want of an account, for a numeric user that no file of the image knows.
 * A variable of the user's goes before.
 */
const ACCOUNT: Readonly<Record<string, string>> = {
  HOME: `${RUN_FOLDER}/home`,
  TMPDIR: `${RUN_FOLDER}/tmp`,
  XDG_CACHE_HOME: `${RUN_FOLDER}/cache`,
  USER: 'jkf',
  LOGNAME: 'jkf'
};

/** Variables that are the run's own, whatever else sets them. */
const OWN = /^(JKF_.*|PET_.*|TF_CONFIG|MASTER_(ADDR|PORT)|RANK|WORLD_SIZE)$/;

/** Whether a user cannot set this variable. */
export function isReserved(name: string): boolean {
  return OWN.test(name);
}

/** Variables of what fetches inputs: the user's, for proxies, regions and credentials. */
export function fetcherEnvironment({ plan, workload }: ManifestInput): ContainerEnv[] {
  return distinct([
    ...literals(ACCOUNT),
    ...plan.env.map(variable => value(variable.name, variable.value)),
    ...workload.env.map(chosen),
    value('JKF_INPUTS', fetchOrder(plan))
  ]);
}

/** What the steps of a pod need besides the program: an account, and where events are. */
export function helperEnvironment(): ContainerEnv[] {
  return [...literals(ACCOUNT), value('JKF_EVENTS', EVENTS_FILE)];
}

/**
 * Variables of the program: the account's, the plan's, the workload's and the run's own;
 * of each name the last one counts.
 * @param rank - what tells the ranks of each other, where no operator does it
 * @param sidecar - whether the pod has one that prints the events
 */
export function rankEnvironment(
  input: ManifestInput,
  rank: readonly ContainerEnv[],
  sidecar: boolean
): ContainerEnv[] {
  const { id, plan, workload } = input;
  return distinct([
    ...literals(ACCOUNT),
    ...plan.env.map(variable => value(variable.name, variable.value)),
    ...workload.env.map(chosen),
    ...rank,
    ...literals(inputEnvironment(plan)),
    value('PYTHONUNBUFFERED', '1'),
    value('JKF_RUN_ID', id),
    value('JKF_EVENTS', EVENTS_FILE),
    value('JKF_PARAMETERS', chosenParameters(plan)),
    ...(sidecar ? [] : [value('JKF_EVENTS_IN_LOG', '1')])
  ]);
}

/** A variable with a value that the kubelet passes on as it is. */
export function value(name: string, text: string): ContainerEnv {
  return { name, value: escaped(text) };
}

/** The kubelet expands `$(NAME)` and reads `$$` as `$`. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function literals(variables: Readonly<Record<string, string>>): ContainerEnv[] {
  return Object.entries(variables).map(([name, text]) => value(name, text));
}

function chosen(variable: ClusterEnv): ContainerEnv {
  const { name } = variable;
  if (variable.from === 'value') return value(name, variable.value);
  const ref = { name: variable.object, key: variable.key };
  return variable.from === 'secret'
    ? { name, valueFrom: { secretKeyRef: ref } }
    : { name, valueFrom: { configMapKeyRef: ref } };
}

/** The API refuses a name twice. */
function distinct(variables: readonly ContainerEnv[]): ContainerEnv[] {
  return [...new Map(variables.map(one => [one.name, one])).values()];
}
