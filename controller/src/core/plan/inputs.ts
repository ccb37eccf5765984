/** Inputs of a plan: what becomes of each, and what is wrong with them. Pure. */
import {
  bytesText,
  INPUT_NAME,
  problem,
  reason,
  type Check,
  type ClusterWorkload,
  type InputPlan,
  type InputSetting,
  type Message,
  type Problem,
  type TargetRef,
  type VolumeMount,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../bundle/bundle.js';
import { rankCount } from '../workload/workload.js';
import { checkOf, warned } from './checks.js';
import { addressIn, claimOf, objection } from './input-address.js';

/** Where inputs are in pods. */
export const INPUTS_FOLDER = '/inputs';

/** What is known besides what was asked for. */
export interface InputFacts {
  readonly target: TargetRef['kind'];
  readonly hash: Hasher;
  /** Bytes by address, as far as servers have told. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Each input, without what may be secret in its address. */
export function decideInputs(
  inputs: readonly InputSetting[],
  facts: InputFacts
): InputPlan[] {
  return inputs.map(input => {
    const url = addressIn(input.url);
    return {
      ...input,
      url,
      variable: variableOf(input.name),
      folder: folderOf({ ...input, url }, facts),
      size: sizeOf(input, facts)
    };
  });
}

/** `JKF_INPUT_DIGITS`: letters, digits and underscores. */
export function variableOf(name: string): string {
  return `JKF_INPUT_${name.toUpperCase().replace(/\W/g, '_')}`;
}

/** Runs of this computer share what comes from the same address. */
function folderOf({ name, url }: InputSetting, { target, hash }: InputFacts): string {
  return target === 'cluster'
    ? `${INPUTS_FOLDER}/${name}`
    : `${name}-${hash(`${name} ${url}`).slice(0, 12)}`;
}

function sizeOf({ url }: InputSetting, { target, sizes }: InputFacts): Message {
  const claim = claimOf(url);
  if (claim) return reason('input-mounted', { claim: claim.claim });
  const size = sizes.get(url);
  if (size !== undefined) return reason('input-size-told', { size: bytesText(size) });
  return target === 'cluster'
    ? reason('input-size-cluster', {})
    : reason('input-size-here', {});
}

/** Whether it is fetched; the others are mounted. */
export function isFetched({ url }: Pick<InputSetting, 'url'>): boolean {
  return claimOf(url) === undefined;
}

/** Addresses whose server may be asked from here: public ones, over HTTPS. */
export function askable(inputs: readonly InputSetting[]): string[] {
  return inputs
    .filter(({ url, secret }) => secret === undefined && url.startsWith('https://'))
    .filter(input => problemsOf(input).length === 0)
    .map(({ url }) => url);
}

/** The workload with the inputs that are volumes. */
export function withInputs(
  workload: ClusterWorkload,
  inputs: readonly InputPlan[]
): ClusterWorkload {
  const mounts = inputs.flatMap(({ url, folder: path }): VolumeMount[] => {
    const claim = claimOf(url);
    return claim ? [{ kind: 'existing', ...claim, path, readOnly: true }] : [];
  });
  return { ...workload, volumes: [...workload.volumes, ...mounts] };
}

/** What is wrong with them, wherever they are fetched. */
function inputProblems(inputs: readonly InputSetting[]): Problem[] {
  const variables = inputs.map(({ name }) => variableOf(name));
  const twice = inputs.filter(
    ({ name }, i) => variables.indexOf(variableOf(name)) !== i
  );
  return [
    ...inputs.flatMap(problemsOf),
    ...twice.map(({ name }) =>
      problem('input-name-twice', { name, variable: variableOf(name) })
    )
  ];
}

function problemsOf({ name, url, secret }: InputSetting): Problem[] {
  if (!INPUT_NAME.test(name)) return [problem('input-name-invalid', { name })];
  const wrong = objection(url);
  if (wrong === 'secret') return [problem('input-url-secret', { name })];
  if (wrong !== undefined)
    return [problem('input-url-invalid', { name, detail: wrong })];
  return secret !== undefined && url.startsWith('http://')
    ? [problem('input-secret-clear', { name, secret })]
    : [];
}

/** On this computer. */
export function checkLocalInputs(inputs: readonly InputSetting[] = []): Check[] {
  if (inputs.length === 0) return [];
  const claims = inputs
    .filter(input => !isFetched(input))
    .map(({ name }) => problem('input-claim-local', { name }));
  const secrets = inputs.flatMap(({ name, secret }) =>
    secret === undefined
      ? []
      : warned('inputs', problem('input-secret-local', { name, secret }))
  );
  const problems = [...inputProblems(inputs), ...claims];
  return problems.length === 0 && secrets.length > 0
    ? secrets
    : [...checkOf('inputs', problems, reason('inputs-kept', {})), ...secrets];
}

/** On a cluster. */
export function checkClusterInputs(
  inputs: readonly InputSetting[] = [],
  workload: ClusterWorkload
): Check[] {
  if (inputs.length === 0) return [];
  const problems = [
    ...inputProblems(inputs),
    ...kindProblems(inputs, workload.kind),
    ...pathProblems(inputs, workload)
  ];
  const pods = rankCount(workload);
  const several = pods > 1 && inputs.some(isFetched);
  const ok = several ? reason('inputs-each-pod', { pods }) : reason('inputs-ready', {});
  return checkOf('inputs', problems, ok);
}

/** A TrainJob's pods are its runtime's: they take no container that fetches. */
function kindProblems(inputs: readonly InputSetting[], kind: WorkloadKind): Problem[] {
  const field = 'inputs that are fetched';
  return kind === 'TrainJob' && inputs.some(isFetched)
    ? [problem('workload-field-unsupported', { kind, field })]
    : [];
}

/** Volumes where inputs are; those that are inputs themselves are told apart by name. */
function pathProblems(
  inputs: readonly InputSetting[],
  { volumes }: ClusterWorkload
): Problem[] {
  const fetched = inputs
    .filter(isFetched)
    .map(({ name }) => `${INPUTS_FOLDER}/${name}`);
  const hidden = (path: string): boolean =>
    path === INPUTS_FOLDER ||
    fetched.some(folder => path === folder || path.startsWith(`${folder}/`));
  return volumes
    .filter(({ path }) => hidden(path))
    .map(({ path }) => problem('workload-path-taken', { path }));
}
