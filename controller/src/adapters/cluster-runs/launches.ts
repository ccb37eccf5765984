/** Starts of runs in one place: at once, or behind an image that is built first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  fail,
  isRunId,
  WorkloadKind,
  type ClusterRef,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../../core/bundle/bundle.js';
import { planOf } from '../../core/cluster/runs/found.js';
import { isForCluster } from '../../core/kubernetes/from-plan.js';
import type { Origin } from '../../core/kubernetes/input.js';
import type { KubernetesObject } from '../../core/kubernetes/objects.js';
import { isBuilt } from '../../core/plan/build.js';
import { firstState } from '../../core/run/launched.js';
import type { BuildWatch } from '../../ports/builder.js';
import type { Clock } from '../../ports/clock.js';
import type { ClusterApi } from '../../ports/cluster.js';
import type { LaunchRequest } from '../../ports/target.js';
import { deliver } from '../run-folder/bundle-files.js';
import { FILES } from '../run-folder/layout.js';
import { Begun } from './begun.js';
import { createRun } from './launch.js';
import { makeMirror, rememberPlace } from './mirror.js';

/** Makes the objects of a run, the record first, the workload last. */
export type MakeObjects = (
  planned: { readonly plan: Plan; readonly bundle: Bundle },
  id: string,
  options: {
    readonly origin: Origin;
    /** Watches the building of an image. */
    readonly build?: BuildWatch;
  }
) => Promise<readonly KubernetesObject[]>;

export interface LaunchesDeps {
  readonly ref: ClusterRef;
  readonly manifests: MakeObjects;
  /** Folder of the mirrors of all places, and of those of this place. */
  readonly root: string;
  readonly folder: string;
  readonly sessions: { open(): Promise<{ readonly api: ClusterApi }> };
  readonly clock: Clock;
  /** Gets the ids of runs whose objects are still to be made. */
  readonly building: Set<string>;
}

export class Launches {
  readonly #deps: LaunchesDeps;
  readonly #begun = new Map<string, Begun>();

  constructor(deps: LaunchesDeps) {
    this.#deps = deps;
  }

  /** As `RunTarget.launch`. */
  async launch(request: LaunchRequest, origin: Origin): Promise<Run> {
    const { id, plan } = request;
    if (!isRunId(id)) fail('run-id-invalid', { id });
    if (existsSync(this.#folderOf(id))) fail('run-exists', { id });
    await this.#deps.sessions.open();
    rememberPlace(this.#deps.root, this.#deps.ref);
    const run: Run = {
      ...firstState(plan, { id, ...origin, createdAt: this.#deps.clock.now() }),
      target: this.#deps.ref,
      kind: WorkloadKind.parse(plan.workload.kind)
    };
    await (needsImage(plan)
      ? this.#build(run, request, origin)
      : this.#create(run, request, origin));
    return run;
  }

  /** Ends a start that is not over yet. @returns whether there was one */
  async cancel(id: string): Promise<boolean> {
    const begun = this.#begun.get(id);
    begun?.cancel();
    await begun?.over;
    return begun !== undefined;
  }

  async #create(run: Run, request: LaunchRequest, origin: Origin): Promise<void> {
    const { id, plan, bundle } = request;
    const objects = await this.#deps.manifests(request, id, { origin });
    await this.#make(id, objects);
    const folder = this.#folderOf(id);
    makeMirror(folder, run, plan);
    await deliver(bundle, join(folder, FILES.bundle));
  }

  async #build(run: Run, request: LaunchRequest, origin: Origin): Promise<void> {
    const { id } = run;
    const { clock, building, manifests } = this.#deps;
    const folder = this.#folderOf(id);
    const begun = Begun.begin({ ...request, watch: request, folder, run, clock });
    building.add(id);
    this.#begun.set(id, begun);
    try {
      await begun.deliver();
      const { signal } = begun;
      signal.throwIfAborted();
      const build: BuildWatch = {
        signal,
        onProgress: doing => {
          begun.tell(doing);
        },
        onObstacle: problem => {
          begun.stuck(problem);
        },
        onLine: line => {
          begun.line(line);
          request.onLine?.(line);
        }
      };
      const objects = await manifests(request, id, { origin, build });
      signal.throwIfAborted();
      await this.#make(id, objects);
      begun.done(planIn(objects));
    } catch (error) {
      building.delete(id);
      await begun.failed(error);
      throw error;
    } finally {
      this.#begun.delete(id);
    }
  }

  async #make(id: string, objects: readonly KubernetesObject[]): Promise<void> {
    await createRun((await this.#deps.sessions.open()).api, id, objects);
  }

  #folderOf(id: string): string {
    return join(this.#deps.folder, id);
  }
}

/** As it is run: an image may have taken the place of another. */
function planIn(objects: readonly KubernetesObject[]): Plan | undefined {
  return objects.map(object => planOf({ ...object })).find(plan => plan !== undefined);
}

function needsImage(plan: Plan): boolean {
  if (!isForCluster(plan)) return false;
  const { delivery, packages } = plan.cluster;
  return delivery.kind !== 'inline' || packages?.kind === 'add' || isBuilt(plan);
}
