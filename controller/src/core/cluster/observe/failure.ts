/** Why a run on a cluster failed: which rank, and how its pod ended. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { FETCHER_NAME } from '../../kubernetes/inputs.js';
import { inputProblem } from '../../run/input-failure.js';
import type { PodFacts, Terminated } from './pod.js';
import { endOf, type RankPod } from './ranks.js';
import type { WorkloadFacts } from './workload.js';

/**
 * The problem of a failed run. Of several ranks that failed, the first one is blamed: its
 * peers often fail because it is gone.
 * @param workload - absent when it is gone and only pods are left
 */
export function failureOf(
  ranks: readonly RankPod[],
  workload: WorkloadFacts | undefined
): { readonly problem: Problem; readonly rank?: number } {
  const title = workload ? `${workload.kind} ${workload.name}` : 'The run';
  if (workload && isDeadline(workload)) {
    return { problem: problem('workload-deadline', { workload: title }) };
  }
  const first = firstFailed(ranks);
  if (first?.pod) {
    const { rank } = first.rank;
    return { rank, problem: podProblem(rank, first.pod, title) };
  }
  const detail = workload?.message ?? '';
  const text = detail === '' ? 'no reason is given' : detail;
  return { problem: problem('workload-failed', { workload: title, detail: text }) };
}

function isDeadline({ state, reason, message }: WorkloadFacts): boolean {
  return state === 'failed' && /deadline/i.test(`${reason} ${message}`);
}

function firstFailed(ranks: readonly RankPod[]): RankPod | undefined {
  return ranks
    .filter(({ rank }) => rank.state === 'failed')
    .reduce<RankPod | undefined>(
      (first, each) =>
        first && (first.rank.endedAt ?? Infinity) <= (each.rank.endedAt ?? Infinity)
          ? first
          : each,
      undefined
    );
}

/** What took the pod away, else how its containers ended. */
function podProblem(rank: number, pod: PodFacts, workload: string): Problem {
  const { name } = pod.meta;
  if (pod.reason === 'DeadlineExceeded')
    return problem('workload-deadline', { workload });
  const evicted = evictionOf(pod);
  if (evicted !== undefined) {
    return problem('pod-evicted', { rank, pod: name, detail: evicted });
  }
  const init = failedInit(pod);
  if (init) return initProblem(rank, name, init);
  const end = endOf(pod);
  return end && end.reason !== 'ContainerStatusUnknown'
    ? endProblem(rank, pod, end)
    : problem('pod-lost', { rank, pod: name, detail: lossOf(pod, end) });
}

/** Why it was taken from its node; undefined when it was not. */
function evictionOf(pod: PodFacts): string | undefined {
  const disruption = pod.conditions.find(
    ({ type, status }) => type === 'DisruptionTarget' && status === 'True'
  );
  if (pod.reason !== 'Evicted' && !disruption) return undefined;
  return pod.message || (disruption?.message ?? pod.reason);
}

function lossOf(pod: PodFacts, end: Terminated | undefined): string {
  const said = [pod.message, pod.reason, end?.message];
  return said.find(text => text !== undefined && text !== '') ?? UNANSWERED;
}

const UNANSWERED = 'its node no longer answers';

interface FailedInit {
  readonly container: string;
  readonly end: Terminated;
}

function failedInit(pod: PodFacts): FailedInit | undefined {
  for (const { name, state } of pod.init) {
    if (state.kind === 'terminated' && state.exitCode !== 0) {
      return { container: name, end: state };
    }
  }
  return undefined;
}

/** What fetches inputs says itself why it cannot. */
function initProblem(rank: number, pod: string, init: FailedInit): Problem {
  const { container, end } = init;
  const said = container === FETCHER_NAME ? inputProblem(end.message) : undefined;
  const { exitCode } = end;
  return said ?? problem('pod-init-exit', { rank, pod, container, exitCode });
}

function endProblem(rank: number, pod: PodFacts, end: Terminated): Problem {
  const params = { rank, pod: pod.meta.name };
  if (end.reason === 'OOMKilled') {
    const limit = pod.main?.memoryLimit;
    return problem('pod-memory', {
      ...params,
      limit: limit === undefined ? '' : ` (${limit})`
    });
  }
  if (end.reason === 'StartError' || end.reason === 'ContainerCannotRun') {
    return problem('pod-start-failed', {
      ...params,
      detail: end.message || end.reason
    });
  }
  return problem('pod-exit', { ...params, exitCode: end.exitCode });
}
