/** What a pod's object says of it, as far as a run is observed by it. */
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '../fields.js';
import { parseLogTime } from '../log-time.js';
import { metadataOf, type KubeObject, type Metadata } from '../object.js';

export interface Condition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly kind: 'running'; readonly startedAt?: number }
  | Terminated;

export interface Terminated {
  readonly kind: 'terminated';
  /** 128 + its number for a process ended by a signal. */
  readonly exitCode: number;
  /** e.g. `Error`, `OOMKilled`, `StartError`. */
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since the epoch, as below. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly restarts: number;
  readonly state: ContainerState;
  /** How it ended before it was started again. */
  readonly last?: Terminated;
  /** Memory limit as it is written, e.g. `2Gi`. */
  readonly memoryLimit?: string;
}

export interface PodFacts {
  readonly meta: Metadata;
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`. */
  readonly phase: string;
  /** e.g. `Evicted`; empty for most pods. */
  readonly reason: string;
  readonly message: string;
  readonly node?: string;
  readonly conditions: readonly Condition[];
  /** Init containers that come to an end, and native sidecars that have not begun. */
  readonly init: readonly Container[];
  readonly main?: Container;
  /** Names of the claims it mounts. */
  readonly claims: readonly string[];
}

const MAIN = 'kubectl.kubernetes.io/default-container';

export function podOf(object: KubeObject): PodFacts {
  const meta = metadataOf(object);
  const [spec, status] = [fieldsOf(object['spec']), fieldsOf(object['status'])];
  const node = textOf(spec['nodeName']);
  const named = meta.annotations[MAIN];
  const specs = listOf(spec['containers']);
  const main = specs.find(each => each['name'] === named) ?? specs[0];
  return {
    meta,
    phase: textOf(status['phase']) ?? 'Pending',
    reason: textOf(status['reason']) ?? '',
    message: textOf(status['message']) ?? '',
    ...(node === undefined ? {} : { node }),
    conditions: conditionsOf(status),
    init: initOf(spec, listOf(status['initContainerStatuses'])),
    ...(main ? { main: containerOf(main, listOf(status['containerStatuses'])) } : {}),
    claims: claimsOf(spec)
  };
}

/** The conditions of any object's status. */
export function conditionsOf(status: Fields): readonly Condition[] {
  return listOf(status['conditions']).map(each => ({
    type: textOf(each['type']) ?? '',
    status: textOf(each['status']) ?? 'Unknown',
    reason: textOf(each['reason']) ?? '',
    message: textOf(each['message']) ?? ''
  }));
}

/** What follows waits for a native sidecar's start only, not for its end. */
function initOf(spec: Fields, statuses: readonly Fields[]): readonly Container[] {
  return listOf(spec['initContainers']).flatMap(each => {
    const container = containerOf(each, statuses);
    const beside =
      each['restartPolicy'] === 'Always' && container.state.kind !== 'waiting';
    return beside ? [] : [container];
  });
}

/** Milliseconds since the epoch of a time in an object. */
export function timeOf(value: unknown): number | undefined {
  return parseLogTime(textOf(value) ?? '')?.ms;
}

function claimsOf(spec: Fields): readonly string[] {
  return listOf(spec['volumes']).flatMap(volume => {
    const name = textOf(fieldsOf(volume['persistentVolumeClaim'])['claimName']);
    return name === undefined ? [] : [name];
  });
}

function containerOf(spec: Fields, statuses: readonly Fields[]): Container {
  const status = statuses.find(each => each['name'] === spec['name']) ?? {};
  const last = stateOf(fieldsOf(status['lastState']));
  const limits = fieldsOf(fieldsOf(spec['resources'])['limits']);
  const memoryLimit = textOf(limits['memory']);
  return {
    name: textOf(spec['name']) ?? '',
    image: textOf(spec['image']) ?? '',
    restarts: numberOf(status['restartCount']) ?? 0,
    state: stateOf(fieldsOf(status['state'])),
    ...(last.kind === 'terminated' ? { last } : {}),
    ...(memoryLimit === undefined ? {} : { memoryLimit })
  };
}

function stateOf(state: Fields): ContainerState {
  const { terminated, running, waiting } = state;
  if (terminated !== undefined) return terminatedOf(fieldsOf(terminated));
  if (running !== undefined) {
    const startedAt = timeOf(fieldsOf(running)['startedAt']);
    return { kind: 'running', ...(startedAt === undefined ? {} : { startedAt }) };
  }
  const fields = fieldsOf(waiting);
  const reason = textOf(fields['reason']) ?? '';
  return { kind: 'waiting', reason, message: textOf(fields['message']) ?? '' };
}

function terminatedOf(fields: Fields): Terminated {
  const [startedAt, endedAt] = [
    timeOf(fields['startedAt']),
    timeOf(fields['finishedAt'])
  ];
  const signal = numberOf(fields['signal']);
  return {
    kind: 'terminated',
    exitCode: numberOf(fields['exitCode']) ?? (signal ? 128 + signal : 1),
    reason: textOf(fields['reason']) ?? '',
    message: textOf(fields['message']) ?? '',
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt })
  };
}
