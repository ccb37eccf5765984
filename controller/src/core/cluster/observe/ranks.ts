/** The ranks of a run, found in its pods. */
import type { Rank, Replicas, Role } from '@jupyterlab-kubeflow/protocol';
import { timeOf, type PodFacts, type Terminated } from './pod.js';
import { ROLE_ORDER } from './workload.js';

/** A rank and the pod that it is. */
export interface ObservedRank extends Rank {
  /** Name of its newest pod; absent before there is one. */
  readonly pod?: string;
  readonly node?: string;
  /** The container whose output is the rank's. */
  readonly container?: string;
  /** Whether its program runs. */
  readonly ready: boolean;
  /** How often its program was started again, in this pod and earlier ones. */
  readonly restarts: number;
}

/** A rank with the facts of its newest pod. */
export interface RankPod {
  readonly rank: ObservedRank;
  readonly pod?: PodFacts;
}

interface Slot {
  readonly role: Role;
  readonly index: number;
}

const TYPE = 'training.kubeflow.org/replica-type';
const INDEX = 'training.kubeflow.org/replica-index';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/**
 * One entry a rank, in order, whether or not it has a pod yet.
 * @param replicas - of the workload; absent when it is gone: the pods alone count
 */
export function rankPods(
  pods: readonly PodFacts[],
  replicas?: readonly Replicas[]
): readonly RankPod[] {
  const expected = (replicas ?? []).flatMap(({ role, count }) =>
    Array.from({ length: count }, (_, index) => ({ role, index }))
  );
  const placed = slotsOf(pods, expected.length);
  const known = new Map<string, Slot>();
  for (const slot of [...expected, ...placed.map(({ slot }) => slot)]) {
    known.set(slotKey(slot), slot);
  }
  return [...known.values()].sort(bySlot).map((slot, rank) => {
    const attempts = placed.filter(each => slotKey(each.slot) === slotKey(slot));
    return rankPod(rank, slot, attempts.map(({ pod }) => pod).sort(byAge));
  });
}

const slotKey = ({ role, index }: Slot): string => `${role}-${String(index)}`;

const bySlot = (a: Slot, b: Slot): number =>
  ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) || a.index - b.index;

/** Times of creation are to the second: a pod that is going is older than its successor. */
const byAge = (a: PodFacts, b: PodFacts): number =>
  (timeOf(a.meta.createdAt) ?? 0) - (timeOf(b.meta.createdAt) ?? 0) ||
  Number(b.meta.deletedAt !== undefined) - Number(a.meta.deletedAt !== undefined) ||
  Number(hasEnded(b)) - Number(hasEnded(a)) ||
  (a.meta.name < b.meta.name ? -1 : 1);

const hasEnded = ({ phase }: PodFacts): boolean =>
  phase === 'Succeeded' || phase === 'Failed';

/**
 * Pods say which rank they are. Those that do not are attempts at the only rank, or, when
 * there are to be several, ranks by age.
 */
function slotsOf(
  pods: readonly PodFacts[],
  expected: number
): { readonly pod: PodFacts; readonly slot: Slot }[] {
  let unnumbered = 0;
  return [...pods].sort(byAge).map(pod => {
    const { labels, annotations } = pod.meta;
    const type = labels[TYPE]?.toLowerCase() as Role | undefined;
    const role = type && ROLE_ORDER.includes(type) ? type : 'worker';
    const text =
      labels[INDEX] ?? labels[COMPLETION_INDEX] ?? annotations[COMPLETION_INDEX];
    if (text !== undefined) return { pod, slot: { role, index: Number(text) } };
    const index = expected > 1 ? unnumbered : 0;
    unnumbered += 1;
    return { pod, slot: { role, index } };
  });
}

function rankPod(rank: number, slot: Slot, attempts: readonly PodFacts[]): RankPod {
  const pod = attempts.at(-1);
  const common = { rank, ...slot };
  if (!pod) return { rank: { ...common, state: 'waiting', ready: false, restarts: 0 } };
  const state = rankState(pod);
  const restarts = attempts.length - 1 + (pod.main?.restarts ?? 0);
  return {
    pod,
    rank: {
      ...common,
      state,
      ...placeFields(pod),
      ready: state === 'running',
      restarts,
      ...timeFields(pod)
    }
  };
}

function placeFields({ meta, node, main }: PodFacts): Partial<ObservedRank> {
  return {
    pod: meta.name,
    ...(node === undefined ? {} : { node }),
    ...(main ? { container: main.name } : {})
  };
}

/** When its program started last, and how it ended if it does not go on. */
function timeFields(pod: PodFacts): Partial<ObservedRank> {
  const end = endOf(pod);
  const startedAt = runningSince(pod) ?? end?.startedAt;
  const ended = end && isOver(pod) ? endFields(end) : {};
  return { ...(startedAt === undefined ? {} : { startedAt }), ...ended };
}

function rankState(pod: PodFacts): Rank['state'] {
  if (pod.phase === 'Succeeded') return 'succeeded';
  if (pod.phase === 'Failed') return 'failed';
  if (pod.meta.deletedAt !== undefined) return 'stopped';
  const state = pod.main?.state;
  // A sidecar may outlive the program: the rank has ended with the program.
  if (state?.kind === 'terminated')
    return state.exitCode === 0 ? 'succeeded' : 'failed';
  return state?.kind === 'running' ? 'running' : 'waiting';
}

const isOver = (pod: PodFacts): boolean =>
  ['succeeded', 'failed'].includes(rankState(pod));

/** How the program ended, last. */
export function endOf({ main }: PodFacts): Terminated | undefined {
  return main?.state.kind === 'terminated' ? main.state : main?.last;
}

function runningSince({ main }: PodFacts): number | undefined {
  return main?.state.kind === 'running' ? main.state.startedAt : undefined;
}

function endFields({ endedAt, exitCode }: Terminated): Pick<Rank, 'exitCode'> {
  return { exitCode, ...(endedAt === undefined ? {} : { endedAt }) };
}
