/**
 * Packages of runs on a cluster: looked for once for all who ask, shown while that goes
 * on, and put into an image when a run starts.
 */
import { fail, ProblemError, type PackagesAnswer } from '@jupyterlab-kubeflow/protocol';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import type { RegistrySetting } from '../core/cluster/registry-place.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { some } from '../core/kubernetes/objects.js';
import { selectorOf } from '../core/kubernetes/pod.js';
import { isBuilt } from '../core/plan/build.js';
import { needsOfMode } from '../core/plan/cluster-plan.js';
import { wantedOf } from '../core/plan/packages.js';
import type { Kernels } from '../ports/kernel.js';
import type { ResolverPlace } from '../ports/packages.js';
import type { Timing } from '../ports/timing.js';
import { Lookups, type Look, type Lookup, type LookupWatch } from './lookups.js';
import type {
  PackageServices,
  PackagesImage,
  PackagesImageRequest
} from './packages-image.js';
import type { Search } from './packages.js';
import type { PackagesRequest } from './packages-request.js';
import type { Probed } from './probes.js';
import { loginsFor, ourName, type BuildWatch } from './run-image.js';
import type { PackagesOptions } from './services.js';

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

/** What was found, and what of it has to be pushed still. */
interface Found {
  readonly search: Search;
  /** Names; none once somebody has built the image. */
  missing: readonly string[];
}

export class RunPackages {
  readonly #deps: RunPackagesDeps;
  readonly #lookups: Lookups<Found>;

  constructor(deps: RunPackagesDeps) {
    this.#deps = deps;
    this.#lookups = new Lookups(deps.timing);
  }

  /** What is known by now, or in a moment; begins to look where nothing is. */
  async ask(
    what: PackagesOf,
    { look = false, signal }: PackagesOptions = {}
  ): Promise<PackagesAnswer> {
    if (!isAdded(what.plan)) return { state: 'none' };
    const key = keyOf(what);
    const isBegun = this.#lookups.known(key) !== undefined;
    if (!isBegun && !look && !mayAsk(what)) return { state: 'unasked' };
    return answerOf(await this.#lookups.ask(key, this.#look(what), signal));
  }

  /** What is known at the moment; nothing is begun. */
  known(what: PackagesOf): PackagesAnswer | undefined {
    if (!isAdded(what.plan)) return { state: 'none' };
    const known = this.#lookups.known(keyOf(what));
    return known && answerOf(known);
  }

  /**
   * The image with what a run needs, pushed; `undefined` when the plan's image has all of
   * it, or stays as it is. Throws as `PackageServices`, and the problem of a package that
   * cannot be added.
   * @param build - who watches; absent: nothing is built, and `manifests-packages` is thrown
   *   where something would have to be
   * @param on - what was built on the plan's image, which takes its place
   */
  async image(
    what: PackagesOf,
    build?: BuildWatch,
    on?: string
  ): Promise<PackagesImage | undefined> {
    if (!isAdded(what.plan)) return undefined;
    const { signal, onProgress } = build ?? {};
    const watch = { ...some('signal', signal), ...some('onProgress', onProgress) };
    const found = await this.#lookups.wait(keyOf(what), this.#look(what), watch);
    const { search } = found;
    const [impossible] = search.found.groups.impossible;
    if (impossible) throw new ProblemError(impossible.problem);
    if (search.fresh.length === 0) return undefined;
    if (!build) return fail('manifests-packages', {});
    const logins = await loginsFor(what.plan, what.place);
    const request = {
      ...{ ...pushOf(what, search), logins, ...watch },
      ...(on === undefined
        ? {}
        : { on: ourName(on, pushOf(what, search).push, what.registry.place) })
    };
    const image = await this.#deps.packages.build(request);
    found.missing = [];
    return image;
  }

  /** Ends what is being looked for. */
  dispose(): void {
    this.#lookups.dispose();
  }

  /** By the notebook's own pip; where it has none, by that of another Python here. */
  #look(what: PackagesOf): Look<Found> {
    return async watch => {
      const own = what.plan.cluster.packages?.python;
      try {
        return await this.#searchBy(await this.#kernel(own), what, watch);
      } catch (error) {
        if (!isWithoutPip(error)) throw error;
        const other = await this.#deps.kernels.named('python3').catch(() => undefined);
        if (!other || other.python === own) throw error;
        return this.#searchBy(other, what, watch);
      }
    };
  }

  async #searchBy(
    { python, env }: ResolverPlace,
    what: PackagesOf,
    watch: LookupWatch
  ): Promise<Found> {
    const { plan, place } = what;
    const { keep = [], pythonVersion } = plan.cluster.packages ?? {};
    const logins = await loginsFor(plan, place);
    const search = await this.#deps.packages.find({
      ...placeOf(what),
      requirements: requirementsOf(plan),
      resolver: { python, env },
      sources: { moreIndexes: [], findLinks: [], noIndex: false },
      ...some('kernelPython', pythonVersion),
      ...{ pinned: keep, logins, push: pushPlace(plan) },
      ...watch
    });
    const request = { ...pushOf(what, search), logins, ...watch };
    const isComplete = search.fresh.length === 0;
    return {
      search,
      missing: isComplete ? [] : await this.#deps.packages.missing(request)
    };
  }

  /** The notebook's; where the plan is of another computer, one of this one. */
  async #kernel(own: string | undefined): Promise<ResolverPlace> {
    const { kernels } = this.#deps;
    return own === undefined
      ? kernels.find()
      : kernels.named(own).catch(() => kernels.find());
  }
}

function pushOf(what: PackagesOf, search: Search): PackagesImageRequest {
  const { plan, registry } = what;
  return {
    ...placeOf(what),
    ...{ push: pushPlace(plan), search },
    ...some('pullHost', registry.place?.pullHost)
  };
}

function pushPlace({ cluster }: PlanForCluster): string {
  return cluster.packages?.push ?? fail('delivery-push-unknown', {});
}

function requirementsOf(plan: PlanForCluster): PackagesRequest['requirements'] {
  const { packages, build } = plan.cluster;
  // What has to be compiled comes with what is built.
  const built = isBuilt(plan) ? (build?.source ?? []) : [];
  const without = [...(packages?.without ?? []), ...built];
  return wantedOf([...plan.bundle.requirements, ...needsOfMode(plan)], without);
}

const WITHOUT_PIP: readonly string[] = [
  ...['resolver-missing', 'resolver-old', 'interpreter-broken']
];

function isWithoutPip(error: unknown): boolean {
  return error instanceof ProblemError && WITHOUT_PIP.includes(error.problem.code);
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

function answerOf(lookup: Lookup<Found>): PackagesAnswer {
  if (lookup.state !== 'found') return lookup;
  const { search, missing } = lookup.found;
  const { base, python, groups } = search.found;
  return { state: 'found', base, python, groups, missing };
}

type Place = Pick<PackagesRequest, 'base' | 'platform' | 'access'>;

/** Where the base is, as this computer calls it, and what it has to run on. */
function placeOf({ plan, place, registry }: PackagesOf): Place {
  const { environment, cluster } = plan;
  const push = pushPlace(plan);
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
  const { keep, python, pythonVersion } = plan.cluster.packages ?? {};
  const texts = requirementsOf(plan).map(({ text }) => text);
  return JSON.stringify([
    ...[placeOf(what), texts, keep, python, pythonVersion, plan.target]
  ]);
}
