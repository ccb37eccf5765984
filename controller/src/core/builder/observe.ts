/** How a build in a namespace goes, derived from its objects alone. */
import { problem, type Message, type Problem } from '@jupyterlab-kubeflow/protocol';
import { metadataOf, type KubeObject } from '../cluster/object.js';
import { observeRun, type RunObservation } from '../cluster/observe/observe.js';
import { podOf, type PodFacts, type Terminated } from '../cluster/observe/pod.js';
import { parseDigest, type Digest } from '../image/digest.js';
import { EXITS } from './layout.js';

/** Its objects, as the API server gives them. */
export interface BuildSeen {
  /** Absent: it is gone. */
  readonly job?: KubeObject;
  readonly pods: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

export type BuildState =
  | { readonly kind: 'waiting'; readonly message?: Message }
  /** Somebody must change something, or nodes must become free. */
  | { readonly kind: 'stuck'; readonly problem: Problem }
  | ({ readonly kind: 'running' } & PodOfBuild)
  | ({ readonly kind: 'pushed'; readonly digest: Digest } & PodOfBuild)
  /** The program has ended, and its log says why. */
  | ({
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly said: string;
    } & PodOfBuild)
  | ({ readonly kind: 'failed'; readonly problem: Problem } & PodOfBuild);

/** Whose log is the build's. */
export interface PodOfBuild {
  /** Absent where there is none. */
  readonly pod?: string;
}

export function buildState(seen: BuildSeen): BuildState {
  const newest = newestOf(seen.pods);
  const state = stateOf(seen, newest);
  const hasLog = newest?.main !== undefined && newest.main.state.kind !== 'waiting';
  if (state.kind === 'waiting' || state.kind === 'stuck' || !hasLog) return state;
  return { ...state, pod: newest.meta.name };
}

function stateOf(
  { job, pods, events }: BuildSeen,
  newest: PodFacts | undefined
): BuildState {
  if (!job) return lost('its Job is gone');
  const end = newest && endOf(newest);
  if (end?.exitCode === 0) return pushed(end);
  const seen = observeRun({ workload: job, pods, events });
  if (seen.state === 'failed') return failed(seen.problem, end, newest);
  if (seen.state === 'cancelled') return lost('its Job was deleted');
  return openState(seen, newest);
}

/** Of a build that has not ended. */
function openState(
  { obstacle, waiting }: RunObservation,
  newest: PodFacts | undefined
): BuildState {
  if (obstacle) {
    // Quotas become free; what Pod Security refuses it refuses for ever.
    const isFinal = /violates PodSecurity/.test(obstacle.sentence);
    return { kind: isFinal ? 'failed' : 'stuck', problem: obstacle };
  }
  if (newest?.main?.state.kind === 'running') return { kind: 'running' };
  return { kind: 'waiting', ...(waiting ? { message: waiting } : {}) };
}

function newestOf(pods: readonly KubeObject[]): PodFacts | undefined {
  const byAge = [...pods].sort((a, b) =>
    metadataOf(a).createdAt < metadataOf(b).createdAt ? -1 : 1
  );
  const last = byAge.at(-1);
  return last && podOf(last);
}

const endOf = ({ main }: PodFacts): Terminated | undefined =>
  main?.state.kind === 'terminated' ? main.state : undefined;

function pushed({ message }: Terminated): BuildState {
  const digest = parseDigest(message.trim());
  return digest
    ? { kind: 'pushed', digest }
    : lost('it does not say which image it has pushed');
}

const lost = (detail: string): BuildState => ({
  kind: 'failed',
  problem: problem('builder-lost', { detail })
});

function failed(
  found: Problem | undefined,
  end: Terminated | undefined,
  pod: PodFacts | undefined
): BuildState {
  const kind = 'failed';
  switch (found?.code) {
    case 'pod-memory':
      return { kind, problem: problem('builder-memory', { limit: limitOf(pod) }) };
    case 'pod-evicted':
      return { kind, problem: problem('builder-evicted', { detail: whyEvicted(pod) }) };
    case 'workload-deadline':
      return { kind, problem: problem('builder-deadline', {}) };
    case 'pod-exit':
      return exited(end);
    default:
      return lost(found?.sentence ?? 'no reason is given');
  }
}

function exited(end: Terminated | undefined): BuildState {
  const said = withoutSignature(end?.message ?? '');
  return { kind: 'exited', exitCode: end?.exitCode ?? 1, said };
}

const limitOf = (pod: PodFacts | undefined): string => pod?.main?.memoryLimit ?? '';

function whyEvicted(pod: PodFacts | undefined): string {
  const disruption = pod?.conditions.find(({ type }) => type === 'DisruptionTarget');
  return pod?.message || disruption?.message || 'no reason is given';
}

/** A line as it may be shown: programs quote addresses that they do not get through to. */
export function withoutSignature(line: string): string {
  return line.replace(/\?[^\s"'`]*\bX-Amz-[^\s"'`]*/gi, '');
}

/** Why a build's program has failed, by how it ended and the last lines of its log. */
export function exitProblem(
  { exitCode, said }: { readonly exitCode: number; readonly said: string },
  lines: readonly string[],
  { tool, repository }: { readonly tool: string; readonly repository: string }
): Problem {
  const told = lines.length > 0 ? lines : said.split('\n');
  const detail = failureIn(told) ?? `it ended with ${String(exitCode)}`;
  if (exitCode === EXITS.daemon) return problem('builder-daemon', { tool, detail });
  if (exitCode === EXITS.context) return problem('builder-context', { detail });
  return isPush(detail)
    ? problem('builder-push-failed', { tool, repository, detail })
    : problem('builder-failed', { tool, detail });
}

const isPush = (detail: string): boolean =>
  /\bfailed to push\b|\berror (?:pushing|checking push)\b/i.test(detail);

/** The line of a builder's log that says why, as far as one does. */
export function failureIn(lines: readonly string[]): string | undefined {
  const written = lines.filter(line => line.trim() !== '');
  const said = written.findLast(line => /^error\b/i.test(line)) ?? written.at(-1);
  const detail = said
    ?.replace(/^error: /i, '')
    .replace(/^failed to solve: /, '')
    .replace(/\.$/, '')
    .trim();
  return detail === '' ? undefined : detail;
}
