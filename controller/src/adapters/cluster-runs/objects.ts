/** The objects of a namespace, kept up to date by one watch a resource. */
import type { ClusterRef, Problem } from '@jupyterlab-kubeflow/protocol';
import {
  keyOf,
  RESOURCES,
  type KubeObject,
  type Resource
} from '../../core/cluster/object.js';
import type { Objects } from '../../core/cluster/runs/found.js';
import type { Change } from '../../core/cluster/store.js';
import { WORKLOADS } from '../../core/cluster/workloads.js';
import { LABELS } from '../../core/kubernetes/labels.js';
import { RECORD_PART } from '../../core/kubernetes/record.js';
import type { ClusterApi, Scope } from '../../ports/cluster.js';

interface Watched {
  readonly group: keyof Objects;
  readonly resource: Resource;
  readonly scope?: Scope;
}

const WATCHED: readonly Watched[] = [
  {
    group: 'records',
    resource: RESOURCES.configMap,
    scope: { labels: `${LABELS.part}=${RECORD_PART}` }
  },
  ...Object.values(WORKLOADS).map(
    resource => ({ group: 'workloads', resource }) as const
  ),
  { group: 'pods', resource: RESOURCES.pod },
  { group: 'events', resource: RESOURCES.event }
];

/** What a cluster may lack or not allow without the rest being of no use. */
const PASSABLE = ['kind-absent', 'cluster-forbidden'];

export class PlaceObjects {
  readonly #known = WATCHED.map(() => new Map<string, KubeObject>());
  readonly #problems = new Map<number, Problem>();
  readonly #waiting = new Set(WATCHED.keys());
  readonly #changed: () => void;
  #told: () => void = () => undefined;
  readonly #first = new Promise<void>(resolve => (this.#told = resolve));

  /** @param changed - called when something has; it must not throw */
  constructor(
    api: ClusterApi,
    ref: ClusterRef,
    changed: () => void,
    signal: AbortSignal
  ) {
    this.#changed = changed;
    for (const [index, { resource, scope }] of WATCHED.entries()) {
      const stop = new AbortController();
      signal.addEventListener('abort', () => {
        stop.abort();
      });
      const listener = {
        changed: (changes: readonly Change[]) => {
          this.#take(index, changes);
        },
        interrupted: (problem: Problem | undefined) => {
          if (this.#interrupted(index, problem)) stop.abort();
        }
      };
      api.watch(
        resource,
        { namespace: ref.namespace, ...scope },
        listener,
        stop.signal
      );
    }
  }

  /** Whether all is known that there is. */
  get complete(): boolean {
    return this.#waiting.size === 0;
  }

  /** Resolves when all is known, or when it is known why not. */
  get settled(): Promise<void> {
    return this.#first;
  }

  /** Why what is known may be old. */
  get problem(): Problem | undefined {
    return [...this.#problems.values()][0];
  }

  get objects(): Objects {
    const of = (group: keyof Objects): KubeObject[] =>
      WATCHED.flatMap((watched, index) =>
        watched.group === group ? [...(this.#known[index]?.values() ?? [])] : []
      );
    return {
      records: of('records'),
      workloads: of('workloads'),
      pods: of('pods'),
      events: of('events')
    };
  }

  #take(index: number, changes: readonly Change[]): void {
    const known = this.#known[index];
    for (const { kind, object } of changes) {
      if (kind === 'removed') known?.delete(keyOf(object));
      else known?.set(keyOf(object), withKind(object, WATCHED[index]?.resource));
    }
    this.#problems.delete(index);
    this.#synced(index);
  }

  #synced(index: number): void {
    this.#waiting.delete(index);
    if (this.complete) this.#told();
    this.#changed();
  }

  /** Whether to give this resource up. */
  #interrupted(index: number, problem: Problem | undefined): boolean {
    if (!problem) {
      this.#problems.delete(index);
      this.#changed();
      return false;
    }
    const optional =
      WATCHED[index]?.group === 'workloads' || WATCHED[index]?.group === 'events';
    if (optional && PASSABLE.includes(problem.code)) {
      this.#synced(index);
      return true;
    }
    this.#problems.set(index, problem);
    this.#told();
    this.#changed();
    return false;
  }
}

/** Objects of a list do not say what they are. */
function withKind(object: KubeObject, resource: Resource | undefined): KubeObject {
  return object['kind'] === undefined && resource
    ? { ...object, kind: resource.kind }
    : object;
}
