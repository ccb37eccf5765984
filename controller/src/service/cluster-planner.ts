/** Plans for clusters: asks the place, decides purely, and lets the API server try it. */
import {
  fail,
  isMadeOf,
  ProblemError,
  type Check,
  type ClusterChoices,
  type ClusterRef,
  type ManifestPatch,
  type PackagesAnswer,
  type Prepared,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { mayPrepare } from '../core/cluster/may-prepare.js';
import {
  chosenRegistry,
  type RegistrySetting
} from '../core/cluster/registry-place.js';
import {
  inline,
  isForCluster,
  manifestInput,
  standIn,
  type PlanForCluster
} from '../core/kubernetes/from-plan.js';
import { manifestsFor } from '../core/kubernetes/manifests.js';
import { some, type KubernetesObject } from '../core/kubernetes/objects.js';
import { without } from '../core/cluster/runs/without.js';
import { isReady } from '../core/plan/checks.js';
import { isBuilt } from '../core/plan/build.js';
import { addsNothing, withPackages } from '../core/plan/packages.js';
import { runId } from '../core/plan/name.js';
import { nameIn, patchOf, readManifests } from '../core/kubernetes/patch/edited.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import type { PlanSource } from '../core/plan/plan.js';
import type { CallOptions, Clusters } from '../ports/cluster.js';
import type { DryRuns } from './dry-run.js';
import { START_MS, type Probed, type ProbeOptions, type Probes } from './probes.js';
import type { ImageChecks } from './image-check.js';
import type { Images } from './images.js';
import { checkInputSecrets } from './input-secrets.js';
import { withItsImage } from './run-base.js';
import type { RunBuilds } from './run-builds.js';
import type { PackagesOf, RunPackages } from './run-packages.js';
import {
  buildRunImage,
  prepareRunImage,
  type BuildWatch,
  type ImageOfRun
} from './run-image.js';
import type {
  ManifestOptions,
  PackagesOptions,
  Permit,
  Places,
  Planned
} from './services.js';
import { readBundle, type ReadFile } from './bundle-bytes.js';

export interface ClusterPlannerDeps {
  readonly clusters: () => Promise<Clusters>;
  readonly probes: Probes;
  readonly dryRuns: DryRuns;
  /** Bytes of a file of this computer. */
  readonly read: ReadFile;
  readonly images: Images;
  readonly imageChecks: Pick<ImageChecks, 'check'>;
  readonly packages: Pick<RunPackages, 'ask' | 'known' | 'image'>;
  readonly builds: Pick<RunBuilds, 'image' | 'toolsFor'>;
  /** What this computer says of registries. */
  readonly setting: RegistrySetting;
  /** Image of the notebook server we run in. */
  readonly ownImage?: string;
  /** Who the runs are said to be from. @default the user of the kubeconfig */
  readonly user?: string;
}

interface PlanOptions extends ProbeOptions {
  /** Of the Python that the notebook's kernel runs here. */
  readonly kernelVersion?: string;
  /** Absolute path of that Python. */
  readonly kernelPython?: string;
}

export class ClusterPlanner implements Places {
  readonly #deps: ClusterPlannerDeps;

  constructor(deps: ClusterPlannerDeps) {
    this.#deps = deps;
  }

  /** A cluster that cannot be asked is a failed check of the plan. */
  async plan(
    source: PlanSource,
    target: ClusterRef,
    options: PlanOptions
  ): Promise<PlanForCluster> {
    const plan = await this.#plan(source, target, options);
    const blocked = plan.checks.some(({ outcome }) => outcome === 'failed');
    // What spoke against it some minutes ago may have been mended since.
    return blocked && options.age !== undefined
      ? this.#plan(source, target, { ...options, age: 0 })
      : plan;
  }

  async #plan(
    source: PlanSource,
    target: ClusterRef,
    { kernelVersion, kernelPython, ...options }: PlanOptions
  ): Promise<PlanForCluster> {
    const { setting, ownImage } = this.#deps;
    const place = await this.#place(target, options);
    const published = 'sentence' in place ? undefined : place.probe.registry;
    const tools = await this.#deps.builds.toolsFor(source);
    const plan = makeClusterPlan({
      ...source,
      ...{ target, tools },
      place: 'sentence' in place ? place : place.probe,
      ...some('registry', chosenRegistry(setting, published).place),
      ...some('kernelVersion', kernelVersion),
      ...some('kernelPython', kernelPython),
      ...(ownImage === undefined ? {} : { ownImage })
    });
    if ('sentence' in place || !mayTry(plan)) return plan;
    const registry = chosenRegistry(setting, published);
    const [tried, image, secrets] = await Promise.all([
      this.#dryRun(plan, place, options),
      plan.cluster.build?.dockerfile === undefined
        ? this.#deps.imageChecks.check({ plan, place, registry }, options)
        : [],
      checkInputSecrets(plan, place.api, some('signal', options.signal))
    ]);
    const known = this.#deps.packages.known({ plan, place, registry });
    const ours = withPackages(plan.checks, known);
    const asked = [...image, ...secrets, ...tried];
    return { ...plan, checks: merged(ours, asked) };
  }

  clusters(): Promise<Clusters> {
    return this.#deps.clusters();
  }

  async choices(ref: ClusterRef, options: CallOptions = {}): Promise<ClusterChoices> {
    const { probe } = await this.#deps.probes.of(ref, options);
    return { ...probe.choices, quotas: [...probe.quotas] };
  }

  async manifests(
    { plan, bundle }: Planned,
    id: string,
    { origin = {}, build }: ManifestOptions = {}
  ): Promise<readonly KubernetesObject[]> {
    if (!isForCluster(plan)) return fail('manifests-local', {});
    const place = await this.#deps.probes.of(plan.target, {
      age: START_MS,
      ...some('signal', build?.signal)
    });
    const registry = chosenRegistry(this.#deps.setting, place.probe.registry);
    const used = await withItsImage(
      { plan, bundle, place, registry },
      this.#deps,
      build
    );
    const delivered =
      used.cluster.delivery.kind === 'inline'
        ? inline(await readBundle(bundle, this.#deps.read))
        : await this.#image({ plan: used, bundle }, place, build);
    const cluster = place.probe.manifests;
    const from = {
      user: this.#deps.user ?? place.api.target.user,
      ...some('commit', plan.source.commit),
      ...origin
    };
    return manifestsFor(
      manifestInput({
        ...{ id, plan: used, origin: from, cluster },
        ...delivered
      })
    );
  }

  async workload({ plan }: Planned): Promise<KubernetesObject> {
    if (!isForCluster(plan)) return fail('manifests-local', {});
    const objects = await this.#standIn(plan, runId(plan.name, Math.random));
    return objects.at(-1) ?? fail('manifests-local', {});
  }

  async edited({ plan }: Planned, text: string): Promise<ManifestPatch> {
    if (!isForCluster(plan)) return fail('manifests-local', {});
    const documents = readManifests(text);
    const { name, cluster } = plan;
    const named = nameIn(documents, cluster.workload.kind) ?? '';
    // What was shown had a name of its own, as every run has.
    const id = isMadeOf(named, name) ? named : runId(name, Math.random);
    const base = { ...plan, cluster: without(cluster, 'patch') };
    return patchOf(documents, await this.#standIn(base, id));
  }

  /** The objects of a run, with nothing delivered. */
  async #standIn(
    plan: PlanForCluster,
    id: string
  ): Promise<readonly KubernetesObject[]> {
    const { probe } = await this.#deps.probes.of(plan.target, { age: START_MS });
    const cluster = probe.manifests;
    const what = { id, plan, origin: {}, cluster, ...standIn(plan) };
    return manifestsFor(manifestInput(what));
  }

  async prepare(
    { plan, bundle }: Planned,
    { registries, mayPush, signal }: Permit
  ): Promise<Prepared> {
    if (!isForCluster(plan) || !isReady(plan.checks)) return 'nothing';
    if (!isAppended(plan, registries)) return 'nothing';
    const place = await this.#place(plan.target, some('signal', signal));
    if ('sentence' in place) return 'nothing';
    const { images, setting } = this.#deps;
    const registry = chosenRegistry(setting, place.probe.registry);
    if (!registry.place?.isTrusted) return 'nothing';
    if (this.#mayAdd({ plan, place, registry })) return 'nothing';
    const what = mayPush ? 'pushed' : 'opened';
    return prepareRunImage({ plan, bundle }, place, { images, registry, what });
  }

  /** Code goes onto the image with what it lacks, which may not be there before the start. */
  #mayAdd(what: PackagesOf): boolean {
    if (isBuilt(what.plan)) return true;
    if (what.plan.cluster.packages?.kind !== 'add') return false;
    const known = this.#deps.packages.known(what);
    return !known || !addsNothing(known);
  }

  async packages(
    { plan }: Planned,
    options: PackagesOptions = {}
  ): Promise<PackagesAnswer> {
    if (!isForCluster(plan)) return { state: 'none' };
    const place = await this.#deps.probes.of(plan.target, { age: START_MS });
    const registry = chosenRegistry(this.#deps.setting, place.probe.registry);
    return this.#deps.packages.ask({ plan, place, registry }, options);
  }

  #image(
    run: ImageOfRun,
    place: Probed,
    watch: BuildWatch | undefined
  ): ReturnType<typeof buildRunImage> {
    if (!watch) return fail('manifests-append', {});
    const { images, setting } = this.#deps;
    const registry = chosenRegistry(setting, place.probe.registry);
    return buildRunImage(run, place, { images, registry, watch });
  }

  async #place(target: ClusterRef, options: ProbeOptions): Promise<Probed | Problem> {
    try {
      return await this.#deps.probes.of(target, options);
    } catch (error) {
      if (error instanceof ProblemError) return error.problem;
      throw error;
    }
  }

  #dryRun(
    plan: PlanForCluster,
    { api, probe }: Probed,
    options: ProbeOptions
  ): Promise<readonly Check[]> {
    return this.#deps.dryRuns.check(plan, { api, probe, ...options });
  }
}

/** Checks after which a trial would only say the same again. */
const DECISIVE: readonly string[] = ['workload', 'access', 'ranks', 'image', 'cluster'];

function mayTry({ checks }: PlanForCluster): boolean {
  return !checks.some(
    ({ name, outcome }) => outcome === 'failed' && DECISIVE.includes(name)
  );
}

/** Whether its code goes into a layer, and to a registry that the user has named. */
function isAppended(
  { cluster: { delivery } }: PlanForCluster,
  registries: readonly string[]
): boolean {
  const { kind, push } = delivery;
  return kind === 'append' && push !== undefined && mayPrepare(push, registries);
}

/** What a quota does not allow is said once, with our numbers, which are of all pods. */
function merged(ours: readonly Check[], tried: readonly Check[]): Check[] {
  const short = ours.some(({ problem }) => problem?.code === 'quota-short');
  return [...ours, ...tried.filter(({ name }) => !(short && name === 'quota'))];
}
