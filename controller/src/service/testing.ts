/** For tests: an API server that answers as it is told, and remembers what it was asked. */
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { resourceName, type KubeObject } from '../core/cluster/object.js';
import type { Clock } from '../ports/clock.js';
import type { ClusterApi, Clusters } from '../ports/cluster.js';
import { ClusterPlanner, type ClusterPlannerDeps } from './cluster-planner.js';
import { DryRuns } from './dry-run.js';
import type { ImageChecks } from './image-check.js';
import type { Images } from './images.js';
import { Probes } from './probes.js';

const unused = (): Promise<never> => Promise.reject(new Error('not in this test'));

/** Who builds nothing. */
export const NO_IMAGES: Images = {
  build: unused,
  pack: unused,
  prepare: unused,
  discard: unused
};

/** Who looks for no image. */
export const NO_CHECKS: Pick<ImageChecks, 'check'> = {
  check: () => Promise.resolve([])
};

/** Answers by what is asked, e.g. `list pods`, `read /apis`, `create Pod`; absent: forbidden. */
export type Script = Readonly<Record<string, () => unknown>>;

/** Of a cluster that takes every Job, and has no operator. */
export const TAKES_JOBS: Script = {
  'read /apis': () => ({ groups: [] }),
  'create Job': () => ({}),
  'create Pod': () => ({})
};

export class ScriptedCluster {
  /** In order. */
  readonly asked: string[] = [];
  /** Objects that were to be created. */
  readonly created: KubeObject[] = [];
  script: Script;

  constructor(script: Script = {}) {
    this.script = script;
  }

  readonly clusters: Clusters = {
    targets: () => Promise.resolve([TARGET]),
    open: () => Promise.resolve(this.#api()),
    close: () => undefined
  };

  #api(): ClusterApi {
    const absent = (): never => {
      throw new Error('not in this test');
    };
    return {
      target: TARGET,
      read: path => this.#answer(`read ${path}`) as Promise<KubeObject>,
      get: (resource, { name }) =>
        this.#answer(`get ${resourceName(resource)} ${name}`) as Promise<KubeObject>,
      list: resource =>
        this.#answer(`list ${resourceName(resource)}`) as Promise<KubeObject[]>,
      create: ({ kind }, object, options) => {
        this.created.push(object);
        const dry = options?.dryRun ? '' : ' for good';
        return this.#answer(`create ${kind}${dry}`) as Promise<KubeObject>;
      },
      review: ({ verb, resource }) => {
        const name = `${verb} ${resourceName(resource)}`;
        return this.#answer(`review ${name}`, () => ({
          allowed: true,
          reason: ''
        })) as ReturnType<ClusterApi['review']>;
      },
      apply: absent,
      delete: absent,
      patch: absent,
      watch: absent,
      logs: absent
    };
  }

  async #answer(question: string, otherwise: () => unknown = forbid): Promise<unknown> {
    this.asked.push(question);
    return Promise.resolve().then(this.script[question] ?? otherwise);
  }
}

const TARGET = {
  ...{ context: 'dev', namespace: 'team-a', cluster: 'dev', server: 'https://dev' },
  ...{ user: 'ada', userKind: 'token' as const, current: true }
};

function forbid(): never {
  const params = { context: 'dev', verb: 'get', resource: 'something' };
  throw new ProblemError(problem('cluster-forbidden-outside', params));
}

/** Looks for nothing. */
export const NO_PACKAGES: ClusterPlannerDeps['packages'] = {
  ask: () => Promise.resolve({ state: 'none' }),
  known: () => undefined,
  image: () => Promise.resolve(undefined)
};

/** Has nothing to build with. */
export const NO_BUILDS: ClusterPlannerDeps['builds'] = {
  toolsFor: () => Promise.resolve([]),
  image: () => Promise.resolve(undefined)
};

/** Plans for a cluster that answers by its script; what is not given asks and builds nothing. */
export function plannerFor(
  { clusters: found }: ScriptedCluster,
  more: Partial<ClusterPlannerDeps> = {},
  clock: Clock = { now: () => 0 }
): ClusterPlanner {
  const clusters = (): Promise<Clusters> => Promise.resolve(found);
  return new ClusterPlanner({
    clusters,
    probes: new Probes({ clusters, clock, adminNamespace: 'admin' }),
    dryRuns: new DryRuns(clock, String),
    read: unused,
    images: NO_IMAGES,
    imageChecks: NO_CHECKS,
    packages: NO_PACKAGES,
    builds: NO_BUILDS,
    setting: { access: { plainHttp: [], trusted: [] } },
    ...more
  });
}
