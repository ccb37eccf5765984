/**
 * Whether the image of a plan is there. Only the registry that images are pushed to is
 * asked: what others know of whoever asks, and whether they can be reached from here, is
 * not ours to find out.
 */
import {
  problem,
  ProblemError,
  reason,
  type Check,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import type { RegistrySetting } from '../core/cluster/registry-place.js';
import { isIndex, parseManifest } from '../core/image/parse.js';
import { formatPlatform, selectPlatform } from '../core/image/platform.js';
import type { Index, Manifest, Platform } from '../core/image/types.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { locate, type Located } from '../core/registry/repository.js';
import { failed, passed, warned } from '../core/plan/checks.js';
import type { Clock } from '../ports/clock.js';
import { Kept } from './kept.js';
import { START_MS, type Probed, type ProbeOptions } from './probes.js';
import type { Reach } from './reaching.js';
import { loginsFor, ourName } from './run-image.js';

/** Milliseconds that an answer counts as true. */
const IMAGE_MS = 60_000;

/** Longest wait for an answer, in milliseconds: somebody looks at the plan. */
const PATIENCE_MS = 5_000;

export interface ImageChecksDeps {
  readonly reach: Reach;
  readonly clock: Clock;
}

/** What is asked for. */
interface Wanted {
  readonly plan: PlanForCluster;
  readonly place: Probed;
  readonly registry: RegistrySetting;
}

export class ImageChecks {
  readonly #deps: ImageChecksDeps;
  readonly #kept = new Kept<Check>(IMAGE_MS, START_MS);

  constructor(deps: ImageChecksDeps) {
    this.#deps = deps;
  }

  async check(wanted: Wanted, options: ProbeOptions): Promise<readonly Check[]> {
    const at = asked(wanted);
    if (!at) return [];
    const { imagePullSecrets, nodeSelector } = wanted.plan.cluster.workload;
    const { target, environment } = wanted.plan;
    const key = [target, environment.image, imagePullSecrets, nodeSelector];
    const check = await this.#kept.get(JSON.stringify(key), this.#deps.clock.now(), {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.start ? { age: START_MS } : {}),
      make: own => this.#ask(at, wanted, own)
    });
    return [check];
  }

  async #ask(at: Located, wanted: Wanted, signal: AbortSignal): Promise<Check> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      await this.#find(at, wanted, AbortSignal.any([signal, limit]));
      return passed('image', reason('image-there', { host: at.host }));
    } catch (error) {
      if (signal.aborted) throw error;
      if (limit.aborted) return unknown(silent(at.host));
      if (!(error instanceof ProblemError)) throw error;
      return checkFor(error.problem);
    }
  }

  /** One request, which reads no layer; `image-missing`, `image-platform-missing`, …. */
  async #find(
    at: Located,
    { plan, place, registry }: Wanted,
    signal: AbortSignal
  ): Promise<void> {
    const registries = await this.#deps.reach(registry.access);
    const logins = await loginsFor(plan, place);
    const session = registries.open({ pull: [at], logins, signal });
    const name = at.reference.digest ?? at.reference.tag ?? 'latest';
    const { text, descriptor } = await session.manifest(at, name);
    const found = parsed(at.host, text, descriptor.mediaType);
    const nodes = valueOr(place.probe.nodes, []);
    const platform = platformOf(nodes, plan.cluster.workload.nodeSelector);
    if (platform && isIndex(found)) runsOn(plan.environment.image, found, platform);
  }
}

function parsed(host: string, text: string, type: string): Manifest | Index {
  try {
    return parseManifest(text, type);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = error.message.replace(/\.$/, '');
    throw new ProblemError(problem('registry-answer-invalid', { host, detail }));
  }
}

/** The image by the name that we reach it by; undefined when its registry is not asked. */
function asked({ plan, registry: { place } }: Wanted): Located | undefined {
  if (!place || isWrong(plan)) return undefined;
  const at = locate(ourName(plan.environment.image, place.push, place));
  return at.host === locate(place.push).host ? at : undefined;
}

/** A name that is none has been told. */
const isWrong = ({ checks }: PlanForCluster): boolean =>
  checks.some(({ name, outcome }) => name === 'image' && outcome === 'failed');

function runsOn(image: string, index: Index, platform: Platform): void {
  try {
    selectPlatform(index, platform);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const known = index.manifests.flatMap(each => each.platform ?? []);
    throw new ProblemError(
      problem('image-platform-missing', {
        image,
        platform: formatPlatform(platform),
        known: known.map(formatPlatform).join(', ')
      })
    );
  }
}

const silent = (host: string): Problem => {
  const detail = `no answer within ${String(PATIENCE_MS / 1000)} seconds`;
  return problem('registry-unreachable', { host, detail });
};

/** What no pod could pull blocks; what only we may not read, or not now, does not. */
function checkFor(why: Problem): Check {
  switch (why.code) {
    case 'image-missing':
    case 'image-platform-missing':
      return failed('image', why);
    case 'registry-login-missing':
    case 'registry-login-refused':
    case 'registry-pull-forbidden':
      return warned('image', why);
    default:
      return unknown(why);
  }
}

function unknown({ code, params, sentence }: Problem): Check {
  const message = { code, params, text: sentence };
  return { name: 'image', outcome: 'unknown', message };
}
