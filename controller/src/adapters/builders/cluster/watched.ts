/** The objects of one build, kept up to date, and waited for. */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import {
  keyOf,
  RESOURCES,
  type KubeObject,
  type Resource
} from '../../../core/cluster/object.js';
import { buildState, type BuildState } from '../../../core/builder/observe.js';
import { BUILD_LABEL } from '../../../core/builder/objects.js';
import type { Change } from '../../../core/cluster/store.js';
import type { ClusterApi, Scope } from '../../../ports/cluster.js';

const { job, pod, event } = RESOURCES;

export class WatchedBuild {
  readonly #known = new Map<Resource, Map<string, KubeObject>>();
  readonly #complete = new Set<Resource>();
  #told: () => void = () => undefined;
  #changed = new Promise<void>(resolve => (this.#told = resolve));
  readonly #problems = new Map<Resource, Problem>();

  constructor(
    api: ClusterApi,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    signal: AbortSignal
  ) {
    const labels = `${BUILD_LABEL}=${name}`;
    const scopes: readonly (readonly [Resource, Scope])[] = [
      [job, { namespace, labels }],
      [pod, { namespace, labels }],
      // Those of others are not kept.
      [event, { namespace }]
    ];
    for (const [resource, scope] of scopes) {
      this.#known.set(resource, new Map());
      const listener = {
        changed: (changes: readonly Change[]): void => {
          this.#take(resource, changes, name);
        },
        interrupted: (problem: Problem | undefined): void => {
          this.#interrupted(resource, problem);
        }
      };
      api.watch(resource, scope, listener, signal);
    }
  }

  /** Each state that follows from what is known, from the first time all of it is. */
  async *states(signal: AbortSignal): AsyncGenerator<BuildState> {
    const stopped = new Promise<void>(resolve => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    while (!signal.aborted) {
      // Of before the state is told: what changes meanwhile is looked at, too.
      const changed = this.#changed;
      const state = this.#state();
      if (state) yield state;
      await Promise.race([changed, stopped]);
    }
  }

  /** Undefined while not all of it is known. */
  #state(): BuildState | undefined {
    const [problem] = this.#problems.values();
    const isKnown = this.#complete.size === this.#known.size;
    if (!isKnown) return problem && { kind: 'stuck', problem };
    const [found] = this.#all(job);
    const state = buildState({
      ...(found ? { job: found } : {}),
      pods: this.#all(pod),
      events: this.#all(event)
    });
    const isOpen = state.kind === 'waiting' || state.kind === 'running';
    // What is known may be old.
    return problem && isOpen ? { kind: 'stuck', problem } : state;
  }

  /** Who may not read events still learns how it ends. */
  #interrupted(resource: Resource, problem: Problem | undefined): void {
    if (resource === event) this.#complete.add(event);
    else if (problem) this.#problems.set(resource, problem);
    else this.#problems.delete(resource);
    this.#tell();
  }

  #all(resource: Resource): KubeObject[] {
    return [...(this.#known.get(resource)?.values() ?? [])];
  }

  #take(resource: Resource, changes: readonly Change[], name: string): void {
    const known = this.#known.get(resource);
    for (const { kind, object } of changes) {
      const key = keyOf(object);
      if (kind === 'removed') known?.delete(key);
      else if (resource !== event || isAbout(object, name)) known?.set(key, object);
    }
    this.#complete.add(resource);
    this.#tell();
  }

  #tell(): void {
    const told = this.#told;
    this.#changed = new Promise<void>(resolve => (this.#told = resolve));
    told();
  }
}

/** The Job and its pods have the build's name, and more behind it. */
function isAbout(object: KubeObject, name: string): boolean {
  const about = object['involvedObject'] as { readonly name?: string } | undefined;
  return about?.name?.startsWith(name) === true;
}
