/**
 * Images of runs that have to be built by running commands. What is built depends on the
 * base and on what is installed, never on code: whoever needs the same finds it, by a tag
 * of its content.
 */
import {
  fail,
  ProblemError,
  reason,
  type BuildPlan,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import { CACHE_TAG } from '../core/builder/command.js';
import type { BuilderPlace } from '../core/builder/place.js';
import type { BuildContext, Bundle, Hasher } from '../core/bundle/bundle.js';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import type { RegistrySetting } from '../core/cluster/registry-place.js';
import { LOCAL_TOOLS, type LocalTool } from '../core/dockerfile/builder.js';
import { renderDockerfile } from '../core/dockerfile/render.js';
import { tagOfContent } from '../core/image/digest.js';
import { normalName } from '../core/notebook/discover/distributions.js';
import { formatReference, pinned } from '../core/image/reference.js';
import { fromUtf8, utf8 } from '../core/image/utf8.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { some } from '../core/kubernetes/objects.js';
import { selectorOf } from '../core/kubernetes/pod.js';
import { needsOfMode } from '../core/plan/cluster-plan.js';
import { isBuilt } from '../core/plan/build.js';
import type { PlanSource } from '../core/plan/plan.js';
import type { Login } from '../core/registry/login.js';
import { matchingLogins } from '../core/registry/pull-secret.js';
import { locate, type Located, type Repository } from '../core/registry/repository.js';
import type { Builder, BuildWatch } from '../ports/builder.js';
import type { ClusterApi } from '../ports/cluster.js';
import { readEntries, type ReadFile } from './bundle-bytes.js';
import { buildWith, type LocalBuilders } from './builders.js';
import { readBase, type Base } from './image-base.js';
import { located } from './located.js';
import type { Probed } from './probes.js';
import type { Reach } from './reaching.js';
import { loginsFor, ourName } from './run-image.js';
import { orAbsent } from './wheel-layers.js';

/** The builder that is published for a namespace. */
export type MakeClusterBuilder = (
  api: ClusterApi,
  namespace: string,
  place: BuilderPlace
) => Builder;

export interface RunBuildsDeps {
  readonly reach: Reach;
  readonly local: LocalBuilders;
  readonly inCluster: MakeClusterBuilder;
  readonly hash: Hasher;
  /** Bytes of a file of this computer. */
  readonly read: ReadFile;
}

/** A plan, and where it is to run. */
export interface BuildOf {
  readonly plan: PlanForCluster;
  readonly bundle: Pick<Bundle, 'context'>;
  readonly place: Probed;
  readonly registry: RegistrySetting;
}

/** What is asked of a builder, and where the result is. */
interface Order {
  readonly dockerfile: string;
  readonly files: readonly DeliveredFile[];
  readonly push: Located;
  readonly build: BuildPlan;
  readonly isCached?: true;
}

interface MadeContext {
  readonly dockerfile: string;
  readonly files: readonly DeliveredFile[];
  /** All that the image depends on. */
  readonly said: unknown;
}

export class RunBuilds {
  readonly #deps: RunBuildsDeps;

  constructor(deps: RunBuildsDeps) {
    this.#deps = deps;
  }

  /** Programs of this computer that build: looked for where something has to be built. */
  async toolsFor({
    settings: { build = {} },
    system = []
  }: Pick<PlanSource, 'settings' | 'system'>): Promise<readonly LocalTool[]> {
    const { apt = [], conda = [], source = [], dockerfile } = build;
    const names = [...system, ...apt, ...conda, ...source];
    const isNeeded = dockerfile !== undefined || names.length > 0;
    return isNeeded ? this.#deps.local.tools() : [];
  }

  /**
   * The image that was built, as nodes pull it; undefined where nothing has to be. Throws
   * as `buildWith`, and `image-…` for bases that cannot be built on.
   * @param watch - who watches; absent: nothing is built, and `manifests-build` is thrown
   */
  async image(what: BuildOf, watch?: BuildWatch): Promise<string | undefined> {
    const { build } = what.plan.cluster;
    if (!build || !isBuilt(what.plan)) return undefined;
    if (!watch) return fail('manifests-build', {});
    watch.onProgress?.(reason('builder-begin', {}));
    const order = await this.#order(what, build, watch);
    const known = await this.#known(what, order, watch);
    const image =
      known.image ?? (await this.#built(what, { ...order, ...known }, watch));
    return nodesName(image, what.registry);
  }

  async #order(what: BuildOf, build: BuildPlan, watch: BuildWatch): Promise<Order> {
    const { push } = build;
    if (push === undefined) return fail('delivery-push-unknown', {});
    const made = build.dockerfile
      ? await this.#given(what.bundle.context, build.dockerfile)
      : await this.#written(what, { ...build, push }, watch);
    const tag = tagOfContent('build', this.#deps.hash(JSON.stringify(made.said)));
    const at = located(push);
    return { ...made, build, push: { ...at, reference: { ...at.reference, tag } } };
  }

  /** A Dockerfile of ours, for what the plan names. */
  async #written(
    what: BuildOf,
    build: BuildPlan & { readonly push: string },
    watch: BuildWatch
  ): Promise<MadeContext> {
    const { plan } = what;
    const base = await this.#base(what, build.push, watch);
    const made = renderDockerfile({
      base: baseName(what, base, build),
      ...some('user', base.image.config.config?.User),
      ...{ apt: build.apt, conda: build.conda, pip: linesOf(plan, build), env: {} },
      python: plan.environment.python
    });
    const { os, architecture } = base.image.config;
    const files = made.files.map(({ path, text }) => ({
      ...{ path, bytes: utf8(text), mode: 0o644 }
    }));
    const said = [base.digest, `${os}/${architecture}`, made];
    return { dockerfile: made.dockerfile, files, said };
  }

  /** The user's own, with what lies beside it. */
  async #given(context: BuildContext | undefined, path: string): Promise<MadeContext> {
    if (!context) return fail('dockerfile-missing', { path });
    const { read } = this.#deps;
    const [[dockerfile], files] = await Promise.all([
      readEntries([context.dockerfile], read),
      readEntries(context.files, read)
    ]);
    const said = [context.dockerfile, ...context.files].map(entry => [
      ...[entry.path, entry.mode, entry.sha256]
    ]);
    const text = fromUtf8(dockerfile?.bytes ?? new Uint8Array()) ?? '';
    return { dockerfile: text, files, said };
  }

  async #base(what: BuildOf, push: string, watch: BuildWatch): Promise<Base> {
    const { plan, place, registry } = what;
    const at = located(ourName(plan.environment.image, push, registry.place));
    const nodes = valueOr(place.probe.nodes, []);
    const platform = platformOf(nodes, selectorOf(plan.cluster.workload));
    const registries = await this.#deps.reach(registry.access);
    const session = registries.open({
      pull: [at],
      logins: await loginsFor(plan, place),
      ...some('signal', watch.signal)
    });
    return readBase(session, at, platform);
  }

  /** The image, where somebody has built it; and whether there is a cache of others. */
  async #known(
    { registry }: BuildOf,
    { push }: Order,
    { signal }: BuildWatch
  ): Promise<{ readonly image?: string; readonly isCached?: true }> {
    const registries = await this.#deps.reach(registry.access);
    const session = registries.open({ pull: [push], ...some('signal', signal) });
    const tag = push.reference.tag ?? '';
    const stored = await orAbsent(() => session.manifest(push, tag));
    if (stored) {
      const image = formatReference(pinned(push.reference, stored.descriptor.digest));
      return { image };
    }
    const cache = await orAbsent(() => session.manifest(push, CACHE_TAG));
    return cache ? { isCached: true } : {};
  }

  async #built(what: BuildOf, order: Order, watch: BuildWatch): Promise<string> {
    const { reach } = this.#deps;
    const { access } = what.registry;
    const { dockerfile, files, push, isCached } = order;
    const builder = this.#builder(what, order.build);
    const request = {
      ...{ dockerfile, files, push, plainHttp: access.plainHttp },
      logins: await this.#logins(what, order),
      ...some('isCached', isCached)
    };
    const image = await buildWith(builder, await reach(access), request, watch);
    return image.reference;
  }

  #builder({ plan, place: { api, probe } }: BuildOf, build: BuildPlan): Builder {
    const { local, inCluster } = this.#deps;
    const tool = LOCAL_TOOLS.find(each => each === build.tool);
    if (build.kind === 'local' && tool !== undefined) return local.builder(tool);
    const { builder } = probe;
    const because = build.reason.text;
    if (builder === undefined) return fail('builder-missing', { because });
    if ('sentence' in builder) throw new ProblemError(builder);
    return inCluster(api, plan.target.namespace, builder);
  }

  /** Of this computer for what is pushed, of the run's Secrets for what is built on. */
  async #logins(
    { plan, place }: BuildOf,
    { dockerfile, push }: Order
  ): Promise<ReadonlyMap<string, Login>> {
    const secrets = await loginsFor(plan, place);
    const own = (at: Repository): Promise<Login | undefined> =>
      this.#deps.local.login(at);
    const found = new Map<string, Login>();
    for (const at of basesIn(dockerfile)) {
      const login = matchingLogins(secrets, at)[0] ?? (await own(at));
      if (login) found.set(at.host, login);
    }
    const login = await own(push);
    if (login) found.set(push.host, login);
    return found;
  }
}

/** What a Dockerfile builds on; of names that only the builder understands, nothing. */
function basesIn(dockerfile: string): readonly Located[] {
  const names = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)];
  return names.flatMap(([, name = '']) => {
    try {
      return [locate(name)];
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
}

/** As the builder calls it: pods may have another name of our registry. */
function baseName(
  { plan, place, registry }: BuildOf,
  base: Base,
  { kind, push = '' }: BuildPlan
): string {
  const ours = located(ourName(plan.environment.image, push, registry.place));
  const named = pinned(ours.reference, base.digest);
  const { builder } = place.probe;
  const theirs =
    builder !== undefined && 'kind' in builder ? builder.registryHost : undefined;
  const isOurs = ours.host === located(push).host;
  return formatReference(
    kind === 'cluster' && theirs !== undefined && isOurs
      ? { ...named, host: theirs }
      : named
  );
}

/** Of the packages that are compiled there. */
function linesOf(plan: PlanForCluster, { source }: BuildPlan): readonly string[] {
  const all: readonly Requirement[] = [
    ...plan.bundle.requirements,
    ...needsOfMode(plan)
  ];
  const texts = new Map(all.map(({ name, text }) => [normalName(name), text]));
  // Also one that the code does not name.
  return source.map(name => texts.get(normalName(name)) ?? name);
}

function nodesName(image: string, { place }: RegistrySetting): string {
  const { pullHost } = place ?? {};
  if (pullHost === undefined) return image;
  return formatReference({ ...located(image).reference, host: pullHost });
}
