/**
 * The cluster's builder: a Job in the user's namespace, whose log is handed on, and of
 * which nothing is left, however it ends.
 */
import { ProblemError, reason } from '@jupyterlab-kubeflow/protocol';
import { exitProblem, type BuildState } from '../../../core/builder/observe.js';
import type { ContextOfBuild } from '../../../core/builder/input.js';
import { buildObjects } from '../../../core/builder/objects.js';
import type { BuilderPlace } from '../../../core/builder/place.js';
import { stepIn } from '../../../core/builder/step.js';
import type { Digest } from '../../../core/image/digest.js';
import { formatReference } from '../../../core/image/reference.js';
import { some } from '../../../core/kubernetes/objects.js';
import type { Builder, BuildRequest, BuildWatch } from '../../../ports/builder.js';
import type { ClusterApi } from '../../../ports/cluster.js';
import type { Timing } from '../../../ports/timing.js';
import { loginFile } from '../login-file.js';
import { beginBuild, removeBuild, sweepBuilds } from './begin.js';
import { contextOf } from './context.js';
import { LogOfBuild } from './log.js';
import { Patience } from './patience.js';
import { WatchedBuild } from './watched.js';

/** Puts a context where pods can get it, and takes it away again. */
export type PutContext = (
  name: string,
  archive: Uint8Array,
  signal: AbortSignal
) => Promise<{
  readonly context: ContextOfBuild;
  readonly remove: () => Promise<void>;
}>;

export interface ClusterBuilderDeps {
  readonly api: ClusterApi;
  readonly namespace: string;
  readonly place: BuilderPlace;
  readonly put: PutContext;
  readonly compress: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly timing: Timing;
}

/** Characters of a name that nobody else has. */
const RANDOM = 10;

export class ClusterBuilder implements Builder {
  readonly name: string;
  readonly #deps: ClusterBuilderDeps;

  constructor(deps: ClusterBuilderDeps) {
    this.#deps = deps;
    this.name = deps.place.kind === 'kaniko' ? 'kaniko' : 'BuildKit';
  }

  async build(request: BuildRequest, watch: BuildWatch = {}): Promise<Digest> {
    const { put, timing, compress } = this.#deps;
    const stop = new AbortController();
    const signal = AbortSignal.any([
      stop.signal,
      ...(watch.signal ? [watch.signal] : [])
    ]);
    signal.throwIfAborted();
    const name = nameOf(timing);
    const archive = await compress(await contextOf(request));
    const { context, remove } = await put(name, archive, signal);
    try {
      return await this.#built({ name, request, context, watch, signal });
    } finally {
      stop.abort();
      await remove();
    }
  }

  async #built(work: Work): Promise<Digest> {
    const { api, namespace, place, timing } = this.#deps;
    const { name, request, context, signal } = work;
    const { push, isCached } = request;
    const { logins, plainHttp } = asPodsCall(request, place);
    const objects = buildObjects({
      ...{ name, namespace, place, push, plainHttp, context },
      ...some('isCached', isCached),
      ...some('logins', logins.size > 0 ? loginFile(logins) : undefined)
    });
    await sweepBuilds(api, namespace, timing.now()).catch(unimportant);
    try {
      await beginBuild(api, objects, push.host);
      return await this.#followed(work);
    } finally {
      await removeBuild(api, objects.job);
      signal.throwIfAborted();
    }
  }

  async #followed({ name, request, watch, signal }: Work): Promise<Digest> {
    const { api, namespace, timing } = this.#deps;
    const log = new LogOfBuild({ api, namespace, signal }, line => {
      watch.onLine?.(line);
      const step = stepIn(line);
      if (step !== undefined) watch.onProgress?.(reason('builder-step', { step }));
    });
    const patience = new Patience(timing, signal);
    const watched = new WatchedBuild(api, { namespace, name }, patience.signal);
    try {
      for await (const state of watched.states(patience.signal)) {
        patience.look(state.kind === 'stuck' ? state.problem : undefined);
        tell(state, watch);
        if ('pod' in state) log.copy(state.pod);
        if (hasEnded(state)) {
          await log.end(timing);
          return this.#result(state, log.last, request);
        }
      }
      return await patience.over();
    } finally {
      patience.end();
      watch.onObstacle?.(undefined);
    }
  }

  #result(state: EndOfBuild, lines: readonly string[], { push }: BuildRequest): Digest {
    if (state.kind === 'pushed') return state.digest;
    if (state.kind === 'failed') throw new ProblemError(state.problem);
    const repository = formatReference(push.reference);
    throw new ProblemError(exitProblem(state, lines, { tool: this.name, repository }));
  }
}

const ENDS: readonly string[] = ['pushed', 'exited', 'failed'];

type EndOfBuild = Extract<
  BuildState,
  { readonly kind: 'pushed' | 'exited' | 'failed' }
>;

interface Work {
  readonly name: string;
  readonly request: BuildRequest;
  readonly context: ContextOfBuild;
  readonly watch: BuildWatch;
  readonly signal: AbortSignal;
}

/** Pods may have another name for the registry. */
function asPodsCall(
  { push, logins, plainHttp }: BuildRequest,
  { registryHost, isRegistryPlain }: BuilderPlace
): Pick<BuildRequest, 'logins' | 'plainHttp'> {
  const login = logins.get(push.host);
  if (registryHost === undefined) return { logins, plainHttp };
  return {
    logins: new Map([...logins, ...(login ? [[registryHost, login] as const] : [])]),
    plainHttp: [...plainHttp, ...(isRegistryPlain ? [registryHost] : [])]
  };
}

function hasEnded(state: BuildState): state is EndOfBuild {
  return ENDS.includes(state.kind);
}

function tell(state: BuildState, watch: BuildWatch): void {
  if (state.kind === 'stuck') watch.onObstacle?.(state.problem);
  else watch.onObstacle?.(undefined);
  if (state.kind === 'waiting' && state.message) watch.onProgress?.(state.message);
}

function nameOf(timing: Timing): string {
  const letters = Array.from({ length: RANDOM }, () =>
    Math.floor(timing.random() * 36).toString(36)
  );
  return `jkf-build-${letters.join('')}`;
}

/** Who may not list Jobs may still build. */
function unimportant(error: unknown): void {
  if (!(error instanceof ProblemError)) throw error;
}
