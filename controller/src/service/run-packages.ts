/**
 * Packages of runs on a cluster: looked for once for all who ask, shown while that goes
 * on, and put into an image when a run starts.
 */
import {
  fail,
  ProblemError,
  type Message,
  type PackagesAnswer,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import type { RegistrySetting } from '../core/cluster/registry-place.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { some } from '../core/kubernetes/objects.js';
import { selectorOf } from '../core/kubernetes/pod.js';
import { needsOfMode } from '../core/plan/cluster-plan.js';
import { wantedOf } from '../core/plan/packages.js';
import type { CallOptions } from '../ports/cluster.js';
import type { Kernels } from '../ports/kernel.js';
import type { ResolverPlace } from '../ports/packages.js';
import type { Timing } from '../ports/timing.js';
import type { PackagesImage } from './packages-image.js';
import type { PackageServices, PackagesRequest, Search } from './packages.js';
import type { Probed } from './probes.js';
import { raced } from './raced.js';
import { loginsFor, ourName, type BuildWatch } from './run-image.js';

export interface RunPackagesDeps {
  readonly packages: PackageServices;
  readonly kernels: Pick<Kernels, 'find' | 'named'>;
  readonly timing: Pick<Timing, 'now' | 'sleep'>;
}

/** A plan, and where it is to run. */
export interface PackagesOf {
  readonly plan: PlanForCluster;
  readonly place: Probed;
  readonly registry: RegistrySetting;
}

/** Milliseconds that an answer counts: an index may have something else after that. */
const LIFE_MS = 10 * 60_000;

/** Milliseconds that a failure counts: what was wrong may be mended soon. */
const FAILED_MS = 10_000;

/** Milliseconds after which a search that nobody asks for is ended. */
const PATIENCE_MS = 20_000;

/** Milliseconds that an answer waits for the end of a search. */
const NEWS_MS = 2000;

/** One search, for all who ask the same. */
interface Looking {
  readonly search: Promise<Search>;
  readonly stop: AbortController;
  readonly heard: Set<(doing: Message) => void>;
  doing?: Message;
  outcome?: { readonly found: Search } | { readonly problem: Problem };
  /** When it ended. */
  endedAt?: number;
  /** When somebody asked last. */
  askedAt: number;
  /** How many wait for it. */
  waiting: number;
}

export class RunPackages {
  readonly #deps: RunPackagesDeps;
  readonly #looking = new Map<string, Looking>();

  constructor(deps: RunPackagesDeps) {
    this.#deps = deps;
  }

  /**
   * What is known by now, or in a moment; begins to look where nothing is.
   * @param look - wherever the image is; else only where that registry may be asked
   */
  async ask(
    what: PackagesOf,
    { look = false, signal }: CallOptions & { readonly look?: boolean } = {}
  ): Promise<PackagesAnswer> {
    const known = this.known(what);
    if (known && known.state !== 'looking') return known;
    if (!known && !look && !mayAsk(what)) return { state: 'unasked' };
    const looking = this.#of(what);
    // Who asks again and again need not do it often.
    await Promise.race([
      settled(looking.search),
      this.#deps.timing.sleep(NEWS_MS, signal)
    ]);
    return answerOf(looking);
  }

  /** The same, but begins nothing. */
  known(what: PackagesOf): PackagesAnswer | undefined {
    if (!isAdded(what.plan)) return { state: 'none' };
    const looking = this.#young(keyOf(what));
    return looking && answerOf(looking);
  }

  /**
   * The image with what a run needs, pushed; `undefined` when the plan's image has all of
   * it, or stays as it is. Throws as `Packages`, and the problem of a package that cannot
   * be added.
   */
  async image(
    what: PackagesOf,
    { signal, onProgress }: BuildWatch
  ): Promise<PackagesImage | undefined> {
    const { plan, place, registry } = what;
    const { packages } = plan.cluster;
    if (!isAdded(plan) || packages?.push === undefined) return undefined;
    const watch = { ...some('signal', signal), ...some('onProgress', onProgress) };
    const search = await this.#wait(this.#of(what), watch);
    const [impossible] = search.found.groups.impossible;
    if (impossible) throw new ProblemError(impossible.problem);
    if (search.fresh.length === 0) return undefined;
    return this.#deps.packages.build({
      ...placeOf(what),
      ...{ push: packages.push, search, ...watch },
      ...some('pullHost', registry.place?.pullHost),
      logins: await loginsFor(plan, place)
    });
  }

  /** Ends all searches. */
  dispose(): void {
    for (const { stop } of this.#looking.values()) stop.abort();
    this.#looking.clear();
  }

  async #wait(looking: Looking, { signal, onProgress }: BuildWatch): Promise<Search> {
    const hear = (doing: Message): void => {
      onProgress?.(doing);
    };
    looking.waiting += 1;
    looking.heard.add(hear);
    try {
      return await (signal ? raced(looking.search, signal) : looking.search);
    } finally {
      looking.heard.delete(hear);
      looking.waiting -= 1;
      looking.askedAt = this.#deps.timing.now();
    }
  }

  #of(what: PackagesOf): Looking {
    const key = keyOf(what);
    const known = this.#young(key) ?? this.#begin(key, what);
    known.askedAt = this.#deps.timing.now();
    return known;
  }

  #young(key: string): Looking | undefined {
    const known = this.#looking.get(key);
    if (known?.endedAt === undefined) return known;
    const life = known.outcome && 'problem' in known.outcome ? FAILED_MS : LIFE_MS;
    return this.#deps.timing.now() - known.endedAt < life ? known : undefined;
  }

  #begin(key: string, what: PackagesOf): Looking {
    const stop = new AbortController();
    const heard = new Set<(doing: Message) => void>();
    const { timing } = this.#deps;
    const tell = (doing: Message): void => {
      looking.doing = doing;
      for (const hear of heard) hear(doing);
    };
    const search = this.#search(what, { signal: stop.signal, onProgress: tell });
    const looking: Looking = {
      ...{ search, stop, heard, askedAt: timing.now(), waiting: 0 }
    };
    search.then(
      found => {
        this.#end(looking, { found });
      },
      (error: unknown) => {
        if (error instanceof ProblemError) {
          this.#end(looking, { problem: error.problem });
        } else if (this.#looking.get(key) === looking) this.#looking.delete(key);
      }
    );
    this.#drop();
    this.#looking.set(key, looking);
    void this.#guard(key, looking);
    return looking;
  }

  #end(looking: Looking, outcome: NonNullable<Looking['outcome']>): void {
    looking.outcome = outcome;
    looking.endedAt = this.#deps.timing.now();
  }

  /** Nothing is kept for ever. */
  #drop(): void {
    for (const key of this.#looking.keys()) {
      if (!this.#young(key)) this.#looking.delete(key);
    }
  }

  /** Ends a search that nobody asks for any more. */
  async #guard(key: string, looking: Looking): Promise<void> {
    const { timing } = this.#deps;
    const isOver = (): boolean =>
      looking.endedAt !== undefined || looking.stop.signal.aborted;
    while (!isOver()) {
      await timing.sleep(PATIENCE_MS);
      const idle = timing.now() - looking.askedAt >= PATIENCE_MS;
      if (!idle || looking.waiting > 0 || isOver()) continue;
      looking.stop.abort();
      if (this.#looking.get(key) === looking) this.#looking.delete(key);
    }
  }

  async #search(
    what: PackagesOf,
    watch: Pick<PackagesRequest, 'signal' | 'onProgress'>
  ): Promise<Search> {
    const { plan, place } = what;
    const { keep = [], without = [] } = plan.cluster.packages ?? {};
    const needed = [...plan.bundle.requirements, ...needsOfMode(plan)];
    return this.#deps.packages.find({
      ...placeOf(what),
      requirements: wantedOf(needed, without),
      resolver: await this.#resolver(plan),
      sources: { moreIndexes: [], findLinks: [], noIndex: false },
      ...{ pinned: keep, logins: await loginsFor(plan, place) },
      ...watch
    });
  }

  /** The notebook's own pip; where the plan is of another computer, that of this one. */
  async #resolver({ cluster: { packages } }: PlanForCluster): Promise<ResolverPlace> {
    const { kernels } = this.#deps;
    const own = packages?.python;
    const kernel = await (own === undefined
      ? kernels.find()
      : kernels.named(own).catch(() => kernels.find()));
    return { python: kernel.python, env: kernel.env };
  }
}

function isAdded({ cluster }: PlanForCluster): boolean {
  return cluster.packages?.kind === 'add';
}

/**
 * Somebody who is trusted names the registry, and the image is there. What others know of
 * whoever asks, and what else can be reached from here, is not ours to find out.
 */
function mayAsk({ plan, registry: { place } }: PackagesOf): boolean {
  if (!place?.isTrusted) return false;
  const [host = ''] = place.push.split('/');
  const { image } = plan.environment;
  return ourName(image, place.push, place).startsWith(`${host}/`);
}

function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined
  );
}

function answerOf({ outcome, doing }: Looking): PackagesAnswer {
  if (!outcome) return { state: 'looking', ...some('doing', doing) };
  if ('problem' in outcome) return { state: 'failed', problem: outcome.problem };
  const { base, python, groups } = outcome.found.found;
  return { state: 'found', base, python, groups };
}

type Place = Pick<PackagesRequest, 'base' | 'platform' | 'access'>;

/** Where the base is, as this computer calls it, and what it has to run on. */
function placeOf({ plan, place, registry }: PackagesOf): Place {
  const { environment, cluster } = plan;
  const { push } = cluster.packages ?? {};
  if (push === undefined) return fail('delivery-push-unknown', {});
  const nodes = valueOr(place.probe.nodes, []);
  return {
    base: ourName(environment.image, push, registry.place),
    access: registry.access,
    ...some('platform', platformOf(nodes, selectorOf(cluster.workload)))
  };
}

/** All that an answer depends on. */
function keyOf(what: PackagesOf): string {
  const { plan } = what;
  const { keep, without, python } = plan.cluster.packages ?? {};
  const needed = [...plan.bundle.requirements, ...needsOfMode(plan)];
  const texts = wantedOf(needed, without ?? []).map(({ text }) => text);
  return JSON.stringify([placeOf(what), texts, keep, python, plan.target]);
}
