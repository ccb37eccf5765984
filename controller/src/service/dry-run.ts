/**
 * Lets the API server try a plan: admission runs, nothing is stored. What was tried a
 * moment ago is not tried again, so that typing in a form costs few requests.
 */
import {
  ProblemError,
  reason,
  type Check,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import { RESOURCES, type KubeObject, type Resource } from '../core/cluster/object.js';
import type { ClusterProbe } from '../core/cluster/probe/probe.js';
import { CREATE_POD } from '../core/cluster/probe/rights.js';
import { WORKLOADS } from '../core/cluster/workloads.js';
import {
  manifestInput,
  standIn,
  type PlanForCluster
} from '../core/kubernetes/from-plan.js';
import type { KubernetesObject } from '../core/kubernetes/objects.js';
import { trialId, trialOf, type Trial } from '../core/kubernetes/trial.js';
import { failed, passed, warned } from '../core/plan/checks.js';
import type { Clock } from '../ports/clock.js';
import type { ClusterApi } from '../ports/cluster.js';
import { Kept } from './kept.js';
import { START_MS, type ProbeOptions } from './probes.js';

/** Milliseconds that an answer counts as true. */
const TRIAL_MS = 10_000;

/** Where a plan is tried. */
export interface TrialPlace extends ProbeOptions {
  readonly api: ClusterApi;
  readonly probe: ClusterProbe;
}

/** What the server said to one object; undefined: it would take it. */
type Verdict = Problem | undefined;

interface Verdicts {
  readonly workload: Verdict;
  readonly pods: readonly Verdict[];
}

export class DryRuns {
  readonly #clock: Clock;
  readonly #hash: Hasher;
  readonly #kept = new Kept<Verdicts>(TRIAL_MS, START_MS);

  constructor(clock: Clock, hash: Hasher) {
    this.#clock = clock;
    this.#hash = hash;
  }

  async check(plan: PlanForCluster, place: TrialPlace): Promise<readonly Check[]> {
    const trial = made(plan, place.probe);
    if ('sentence' in trial) return [failed('dry run', trial)];
    const { context } = plan.target;
    const key = this.#hash(JSON.stringify([context, place.api.target.server, trial]));
    const { signal, age } = place;
    const verdicts = await this.#kept.get(key, this.#clock.now(), {
      ...(signal ? { signal } : {}),
      ...(age === undefined ? {} : { age }),
      make: own => tried(plan, trial, { ...place, signal: own })
    });
    return checksOf(plan, verdicts, place);
  }
}

/** What is tried; a plan that cannot be made into objects is told so. */
function made(plan: PlanForCluster, probe: ClusterProbe): Trial | Problem {
  try {
    return trialOf(
      manifestInput({
        id: trialId(plan.name),
        plan,
        ...standIn(plan),
        origin: {},
        cluster: probe.manifests
      })
    );
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

async function tried(
  plan: PlanForCluster,
  { workload, pods }: Trial,
  place: TrialPlace
): Promise<Verdicts> {
  const { kind } = plan.cluster.workload;
  const [ofWorkload, ...ofPods] = await Promise.all([
    attempt(WORKLOADS[kind], workload, place),
    ...pods.map(({ object }) => attempt(RESOURCES.pod, object, place))
  ]);
  return { workload: ofWorkload, pods: ofPods };
}

async function attempt(
  resource: Resource,
  object: KubernetesObject,
  { api, signal }: TrialPlace
): Promise<Verdict> {
  try {
    const options = { dryRun: true, ...(signal ? { signal } : {}) };
    await api.create(resource, object as unknown as KubeObject, options);
    return undefined;
  } catch (error) {
    // A run has a name of its own.
    if (!(error instanceof ProblemError)) throw error;
    return error.problem.code === 'object-exists' ? undefined : error.problem;
  }
}

function checksOf(
  plan: PlanForCluster,
  { workload, pods }: Verdicts,
  { probe }: TrialPlace
): Check[] {
  const waits =
    plan.cluster.workload.suspend || plan.cluster.workload.queue !== undefined;
  const wrong = [workload, ...pods].flatMap(each => each ?? []);
  const told = distinct(wrong.filter(({ code }) => code !== 'cluster-forbidden'));
  if (told.length > 0) return told.map(why => checkFor(why, waits));
  const accepted = passed('dry run', reason('dry-run-accepted', {}));
  // Rights to create the workload are checked by themselves.
  if (pods.length === 0) return [accepted];
  const mute = pods.some(Boolean) || probe.allows(CREATE_POD) === false;
  return mute
    ? [accepted, unsure(reason('dry-run-pods-unknown', {}))]
    : [accepted, passed('pods', reason('dry-run-pods', {}))];
}

function unsure(message: Check['message']): Check {
  return { name: 'pods', outcome: 'unknown', message };
}

/** Every role is told the same by a quota or a policy: the first one is enough. */
function distinct(problems: readonly Problem[]): Problem[] {
  const byDetail = problems.map(why => {
    const detail = String(why.params['detail'] ?? why.sentence);
    return [`${why.code} ${detail}`, why] as const;
  });
  return [...new Map(byDetail.toReversed()).values()].toReversed();
}

/** What waits for a queue, or for who resumes it, may wait for a quota too. */
function checkFor(why: Problem, waits: boolean): Check {
  if (/does not support dry run/.test(why.sentence)) {
    return {
      name: 'dry run',
      outcome: 'unknown',
      message: { code: why.code, params: why.params, text: why.sentence }
    };
  }
  if (why.code !== 'quota-exceeded') return failed('dry run', why);
  return waits ? warned('quota', why) : failed('quota', why);
}
