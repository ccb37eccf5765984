/** A run as its objects show it. */
import {
  isBuilding,
  problem,
  WorkloadKind,
  type ClusterRef,
  type Framework,
  type Rank,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { ANNOTATIONS } from '../../kubernetes/labels.js';
import { some } from '../../kubernetes/objects.js';
import { hasEnded } from '../../run/ended.js';
import { metadataOf } from '../object.js';
import { observeRun, type RunObservation } from '../observe/observe.js';
import { timeOf } from '../observe/pod.js';
import type { ObservedRank } from '../observe/ranks.js';
import { workloadOf } from '../observe/workload.js';
import { cancelledAt, isOwned, planOf, type FoundRun } from './found.js';
import { without } from './without.js';

const FRAMEWORKS: Readonly<Record<WorkloadKind, Framework>> = {
  Job: 'none',
  PyTorchJob: 'torch',
  TFJob: 'tensorflow',
  TrainJob: 'none'
};

type Origin = Pick<
  Run,
  'id' | 'name' | 'framework' | 'source' | 'createdAt' | 'kind' | 'parent'
>;

/** A run, and what of it a `Run` does not say. */
export interface SeenRun {
  readonly run: Run;
  readonly observation: RunObservation;
}

/** What the events add up to is not in it: `metrics` is empty. */
export function seenRun(target: ClusterRef, found: FoundRun): SeenRun {
  const observation = observed(found);
  const { state, problem, waiting, obstacle } = observation;
  const ranks = observation.ranks.map(rankOf);
  const run: Run = {
    ...originOf(found),
    state,
    target,
    ...(problem ? { problem } : {}),
    ...(waiting ? { waiting } : {}),
    ...(obstacle ? { obstacle } : {}),
    ...timesOf(found, state, ranks),
    ranks,
    metrics: {}
  };
  return { run, observation };
}

function observed(found: FoundRun): RunObservation {
  const { workload, record, pods, events } = found;
  const cancelled = cancelledAt(found) !== undefined;
  const seen = observeRun({
    ...(workload ? { workload } : {}),
    pods,
    events,
    cancelled
  });
  // Its workload is still to be made: what was deleted had become the record's owner.
  const unborn = !workload && record && !isOwned(record) && !cancelled;
  return unborn && pods.length === 0 ? { ...seen, state: 'pending' } : seen;
}

/** What it is, whatever it does. */
function originOf({ id, record, workload }: FoundRun): Origin {
  const plan = record && planOf(record);
  const { annotations, createdAt } = metadataOf(record ?? workload ?? {});
  const kind = kindOf(workload?.['kind'] ?? plan?.workload.kind);
  const parent = annotations[ANNOTATIONS.parent];
  const told = plan
    ? { name: plan.name, framework: plan.workload.framework, source: plan.source.path }
    : { name: id, framework: FRAMEWORKS[kind ?? 'Job'], source: sourceOf(annotations) };
  return {
    id,
    ...told,
    createdAt: timeOf(createdAt) ?? 0,
    ...some('kind', kind),
    ...some('parent', parent)
  };
}

const kindOf = (kind: unknown): WorkloadKind | undefined =>
  WorkloadKind.safeParse(kind).data;

const sourceOf = (annotations: Readonly<Record<string, string>>): string =>
  annotations[ANNOTATIONS.notebook] ?? '';

function timesOf(
  found: FoundRun,
  state: Run['state'],
  ranks: readonly Rank[]
): Pick<Run, 'startedAt' | 'endedAt'> {
  const starts = ranks.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = ranks.flatMap(({ endedAt }) => endedAt ?? []);
  const { workload } = found;
  const ended =
    (workload && workloadOf(workload).endedAt) ??
    (ends.length > 0 ? Math.max(...ends) : timeOf(cancelledAt(found)));
  return {
    ...(starts.length > 0 ? { startedAt: Math.min(...starts) } : {}),
    ...(hasEnded({ state }) && ended !== undefined ? { endedAt: ended } : {})
  };
}

function rankOf(rank: ObservedRank): Rank {
  const { restarts } = rank;
  const rest = without(rank, 'ready', 'container', 'restarts');
  return { ...rest, ...(restarts > 0 ? { restarts } : {}) };
}

/**
 * What was known of the ranks is kept when their pods are gone: objects are deleted, and
 * what they said stays true.
 */
export function keptRanks(before: readonly Rank[], now: readonly Rank[]): Rank[] {
  const count = Math.max(before.length, now.length);
  return Array.from({ length: count }, (_, rank) => {
    const [old, seen] = [before[rank], now[rank]];
    if (!old || seen?.pod !== undefined) return seen ?? old;
    if (old.pod === undefined) return seen ?? old;
    const over = ['succeeded', 'failed', 'stopped'].includes(old.state);
    return over ? old : { ...old, state: seen?.state ?? 'stopped' };
  }).filter(rank => rank !== undefined);
}

/** How a run ended whose objects are all gone, as far as its ranks had told. */
export function lostEnd(run: Pick<Run, 'id' | 'ranks' | 'waiting'>): Pick<
  Run,
  'state' | 'problem'
> & {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
} {
  const { id, ranks } = run;
  if (isBuilding(run)) {
    return { state: 'failed', problem: problem('run-start-interrupted', { id }) };
  }
  const done = ranks.length > 0 && ranks.every(({ state }) => state === 'succeeded');
  return { state: done ? 'succeeded' : 'cancelled' };
}
