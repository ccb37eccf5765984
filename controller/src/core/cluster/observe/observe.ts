/** The state of a run on a cluster, derived from its objects alone. */
import {
  problem,
  reason,
  type Message,
  type Problem,
  type RunState
} from '@jupyterlab-kubeflow/protocol';
import type { KubeObject } from '../object.js';
import { eventsOf, latestAbout, type EventFacts } from './event.js';
import { failureOf } from './failure.js';
import { podOf } from './pod.js';
import { nodeAway, obstacle, passing, podWait, type Wait } from './pod-wait.js';
import { rankPods, type ObservedRank, type RankPod } from './ranks.js';
import { workloadOf, type WorkloadFacts } from './workload.js';

/** The objects of one run, as the API server gives them. */
export interface RunObjects {
  /** Job, PyTorchJob, TFJob or TrainJob; absent when it is gone. */
  readonly workload?: KubeObject;
  readonly pods: readonly KubeObject[];
  /** About any of them and their claims, in any order; others do no harm. */
  readonly events: readonly KubeObject[];
  /** Whether the user has cancelled it. */
  readonly cancelled?: boolean;
}

export interface RunObservation {
  readonly state: RunState;
  /** In order, also those without a pod. */
  readonly ranks: readonly ObservedRank[];
  /** Ranks whose program runs. */
  readonly ready: number;
  readonly restarts: number;
  /** What it waits for, when waiting is enough. */
  readonly waiting?: Message;
  /** Why it does not go on by itself, and what to do. */
  readonly obstacle?: Problem;
  /** Why it failed; present exactly when `state` is `failed`. */
  readonly problem?: Problem;
  /** The rank that is to blame. */
  readonly failedRank?: number;
}

/** Derives everything from the objects: the same ones always give the same. */
export function observeRun(objects: RunObjects): RunObservation {
  const workload = objects.workload ? workloadOf(objects.workload) : undefined;
  const events = eventsOf(objects.events);
  const ranks = rankPods(objects.pods.map(podOf), workload?.replicas);
  const state = stateOf(ranks, workload, objects.cancelled ?? false);
  const ended = ranks.map(each => settled(each.rank, state));
  return {
    state,
    ranks: ended,
    ready: ended.filter(({ ready }) => ready).length,
    restarts: ended.reduce((sum, rank) => sum + rank.restarts, 0),
    ...(state === 'failed' ? failureFields(ranks, workload) : {}),
    ...waitFields(state, whyWaiting(ranks, events, workload))
  };
}

function stateOf(
  ranks: readonly RankPod[],
  workload: WorkloadFacts | undefined,
  cancelled: boolean
): RunObservation['state'] {
  if (!workload) return cancelled ? 'cancelled' : orphanState(ranks);
  const { state, deleted } = workload;
  if (state === 'succeeded' || state === 'failed') return state;
  if (cancelled || deleted) return 'cancelled';
  return state === 'suspended' ? state : activeState(ranks);
}

function activeState(ranks: readonly RankPod[]): RunState {
  // Some ranks may have ended while the others go on.
  const begun = ranks.some(({ rank }) => ['running', 'succeeded'].includes(rank.state));
  return begun ? 'running' : 'pending';
}

/** Without the workload nobody decides any more: its pods tell how it ended. */
function orphanState(ranks: readonly RankPod[]): RunState {
  const states = ranks.map(({ rank }) => rank.state);
  if (states.includes('failed')) return 'failed';
  if (states.length > 0 && states.every(state => state === 'succeeded')) {
    return 'succeeded';
  }
  if (states.includes('running')) return 'running';
  return states.includes('waiting') ? 'pending' : 'cancelled';
}

/** Of a run that has ended, no rank waits or runs on. */
function settled(rank: ObservedRank, state: RunObservation['state']): ObservedRank {
  const over = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  if (!over || (rank.state !== 'waiting' && rank.state !== 'running')) return rank;
  return { ...rank, state: 'stopped', ready: false };
}

function failureFields(
  ranks: readonly RankPod[],
  workload: WorkloadFacts | undefined
): Pick<RunObservation, 'problem' | 'failedRank'> {
  const { problem: found, rank } = failureOf(ranks, workload);
  return { problem: found, ...(rank === undefined ? {} : { failedRank: rank }) };
}

function waitFields(
  state: RunObservation['state'],
  wait: Wait | undefined
): Pick<RunObservation, 'waiting' | 'obstacle'> {
  const open = state === 'pending' || state === 'running' || state === 'suspended';
  if (!open || !wait) return {};
  return wait.kind === 'passing'
    ? { waiting: wait.message }
    : { obstacle: wait.problem };
}

function whyWaiting(
  ranks: readonly RankPod[],
  events: readonly EventFacts[],
  workload: WorkloadFacts | undefined
): Wait | undefined {
  if (workload?.state === 'suspended') return suspendedWait(workload);
  const waiting = ranks.filter(({ rank }) => rank.state === 'waiting');
  if (waiting.length === 0) return whyUnseen(ranks, events);
  const waits = waiting.flatMap(({ pod }) => (pod ? [podWait({ pod, events })] : []));
  const stuck = waits.find(({ kind }) => kind === 'obstacle');
  const missing = waiting.some(({ pod }) => pod === undefined);
  return stuck ?? (missing ? podsWait(ranks, events, workload) : waits[0]);
}

/** Of ranks that run, as far as anybody knows. */
function whyUnseen(
  ranks: readonly RankPod[],
  events: readonly EventFacts[]
): Wait | undefined {
  const running = ranks.filter(({ rank }) => rank.state === 'running');
  return running
    .flatMap(({ pod }) => (pod ? [nodeAway({ pod, events })] : []))
    .find(wait => wait !== undefined);
}

function suspendedWait({ queue }: WorkloadFacts): Wait {
  return passing(
    queue === undefined ? reason('wait-suspended', {}) : reason('wait-queue', { queue })
  );
}

/** Pods are missing: they are refused, or their controller has not come to it. */
function podsWait(
  ranks: readonly RankPod[],
  events: readonly EventFacts[],
  workload: WorkloadFacts | undefined
): Wait {
  const count = ranks.filter(({ pod }) => pod !== undefined).length;
  if (!workload) return passing(reason('wait-pods', { count, of: ranks.length }));
  const title = `${workload.kind} ${workload.name}`;
  const refused = refusalAbout(events, workload);
  if (refused) {
    const detail = refused.message;
    return obstacle(problem('pod-refused', { workload: title, detail }));
  }
  return passing(
    workload.seen || count > 0
      ? reason('wait-pods', { count, of: ranks.length })
      : reason('wait-operator', { workload: title })
  );
}

/** Of a TrainJob it is the Job below it whose pods are refused. */
function refusalAbout(
  events: readonly EventFacts[],
  workload: WorkloadFacts
): EventFacts | undefined {
  const reasons = ['FailedCreate', 'FailedCreatePod'];
  const job = { name: `${workload.name}-node-0`, uid: '' };
  const below = workload.kind === 'TrainJob' ? job : workload;
  return latestAbout(events, workload, reasons) ?? latestAbout(events, below, reasons);
}
