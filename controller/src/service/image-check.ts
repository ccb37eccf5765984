/**
 * Whether the image of a plan is there. Only the registry that images are pushed to is
 * asked, and only where this computer or an administrator names it: what others know of
 * whoever asks, and what else can be reached from here, is not ours to find out.
 */
import {
  problem,
  ProblemError,
  reason,
  type Check,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformsOf } from '../core/cluster/probe/nodes.js';
import type { RegistrySetting } from '../core/cluster/registry-place.js';
import { isIndex, parseManifest } from '../core/image/parse.js';
import { formatPlatform, runsOn } from '../core/image/platform.js';
import type { Index, Manifest, Platform } from '../core/image/types.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { selectorOf } from '../core/kubernetes/pod.js';
import { locate, type Located } from '../core/registry/repository.js';
import { failed, passed, warned } from '../core/plan/checks.js';
import type { Clock } from '../ports/clock.js';
import { Kept } from './kept.js';
import { START_MS, type Probed, type ProbeOptions } from './probes.js';
import { raced } from './raced.js';
import type { Reach } from './reaching.js';
import { loginsFor, ourName } from './run-image.js';

/** Milliseconds that an answer counts as true. */
const IMAGE_MS = 15_000;

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
    const { imagePullSecrets, nodeSelector, gpu } = wanted.plan.cluster.workload;
    const { server } = wanted.place.api.target;
    const pods = [imagePullSecrets, nodeSelector, gpu];
    const key = [wanted.plan.target, server, at, wanted.registry.access, pods];
    const check = await this.#kept.get(JSON.stringify(key), this.#deps.clock.now(), {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.age === undefined ? {} : { age: options.age }),
      make: own => this.#ask(at, wanted, own)
    });
    return [check];
  }

  async #ask(at: Located, wanted: Wanted, signal: AbortSignal): Promise<Check> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      const either = AbortSignal.any([signal, limit]);
      await raced(this.#find(at, wanted, either), either);
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
    const logins = await loginsFor(plan, place, { signal });
    const session = registries.open({ pull: [at], logins, signal });
    const name = at.reference.digest ?? at.reference.tag ?? 'latest';
    const { text, descriptor } = await session.manifest(at, name);
    const found = parsed(at.host, text, descriptor.mediaType);
    const nodes = valueOr(place.probe.nodes, []);
    const there = platformsOf(nodes, selectorOf(plan.cluster.workload));
    if (isIndex(found)) runsOnOne(plan.environment.image, found, there);
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
  if (!place?.isTrusted || isWrong(plan)) return undefined;
  const at = locate(ourName(plan.environment.image, place.push, place));
  return at.host === locate(place.push).host ? at : undefined;
}

/** A name that is none has been told. */
const isWrong = ({ checks }: PlanForCluster): boolean =>
  checks.some(({ name, outcome }) => name === 'image' && outcome === 'failed');

/** Throws `image-platform-missing` when no node can run any image of the index. */
function runsOnOne(image: string, index: Index, wanted: readonly Platform[]): void {
  const known = index.manifests.flatMap(each => each.platform ?? []);
  const fits = wanted.some(node => known.some(offered => runsOn(offered, node)));
  if (wanted.length === 0 || fits) return;
  const texts = (platforms: readonly Platform[]): string =>
    [...new Set(platforms.map(formatPlatform))].join(', ');
  throw new ProblemError(
    problem('image-platform-missing', {
      ...{ image, platform: texts(wanted), known: texts(known) }
    })
  );
}

const silent = (host: string): Problem => {
  const detail = `no answer within ${String(PATIENCE_MS / 1000)} seconds`;
  return problem('registry-unreachable', { host, detail });
};

/**
 * No node can run an image for another platform. What is not there, or not for us, may
 * still be on the nodes, or be there for their login.
 */
function checkFor(why: Problem): Check {
  switch (why.code) {
    case 'image-platform-missing':
      return failed('image', why);
    case 'image-missing':
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
