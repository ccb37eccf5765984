/**
 * Asks a cluster what a plan and its form need to know: in parallel, each fact by itself,
 * so that one that may not be read leaves the others.
 */
import {
  problem,
  ProblemError,
  type CatalogueImage
} from '@jupyterlab-kubeflow/protocol';
import { BUILDER_MAP, builderPlace } from '../core/builder/place.js';
import { catalogueOf, IMAGES_MAP } from '../core/cluster/catalogue.js';
import { RESOURCES, type KubeObject, type Resource } from '../core/cluster/object.js';
import {
  firstKnown,
  known,
  mapKnown,
  unknown,
  valueOr,
  type Answer
} from '../core/cluster/probe/answer.js';
import {
  groupsOf,
  kindsOf,
  resourcesOf,
  serves,
  type Groups
} from '../core/cluster/probe/discovery.js';
import {
  mayMountImages,
  probeOf,
  type Answers,
  type ClusterProbe
} from '../core/cluster/probe/probe.js';
import {
  FACTS_MAP,
  NOTHING_PUBLISHED,
  publishedOf
} from '../core/cluster/probe/published.js';
import { publishedRegistry, REGISTRY_MAP } from '../core/cluster/registry-place.js';
import { rightsFor, rightText } from '../core/cluster/probe/rights.js';
import {
  CLUSTER_RUNTIME,
  LOCAL_QUEUE,
  RUNTIME,
  STORAGE_CLASS,
  WORKLOADS
} from '../core/cluster/workloads.js';
import type { CallOptions, ClusterApi } from '../ports/cluster.js';

/** Where and with what is asked. */
export interface Probing extends CallOptions {
  readonly api: ClusterApi;
  readonly namespace: string;
  /** Namespace in which an administrator publishes facts and a catalogue. */
  readonly adminNamespace: string;
}

/**
 * Throws what keeps the cluster from being asked at all: `cluster-unreachable`,
 * `credentials-refused`, `namespace-missing`, ….
 */
export async function probe(probing: Probing): Promise<ClusterProbe> {
  const { api, namespace } = probing;
  const options = optionsOf(probing);
  const groups = await reached(probing);
  const place = api.get(RESOURCES.namespace, { name: namespace }, options);
  const [plurals, found] = await Promise.all([
    pluralsOf(probing, groups),
    answerOf(place, isRefusal).catch(missingNamespace(probing))
  ]);
  const answers = await answersOf(probing, { groups, plurals });
  return probeOf({ ...answers, plurals, namespace: found });
}

/** Longest wait for the first answer, in milliseconds: somebody looks at the plan. */
const FIRST_MS = 15_000;

/** The first call, which tells whether the cluster can be asked at all. */
async function reached({ api, signal }: Probing): Promise<Answer<Groups>> {
  const limit = AbortSignal.timeout(FIRST_MS);
  const both = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const asked = api.read('/apis', { signal: both }).then(groupsOf);
    return await answerOf(asked, isRefusal);
  } catch (error) {
    if (!limit.aborted || signal?.aborted) throw error;
    const { server, context } = api.target;
    const detail = `no answer within ${String(FIRST_MS / 1000)} seconds`;
    throw new ProblemError(problem('cluster-unreachable', { server, context, detail }));
  }
}

/** Quotas alone: they change with every run. */
export function probeQuotas(probing: Probing): Promise<Answer<readonly KubeObject[]>> {
  return listed(probing, RESOURCES.quota);
}

interface Discovered {
  readonly groups: Answer<Groups>;
  readonly plurals: Answer<ReadonlySet<string>>;
}

async function answersOf(
  probing: Probing,
  { groups, plurals }: Discovered
): Promise<Omit<Answers, 'plurals' | 'namespace'>> {
  const trainer = plurals.known && plurals.value.has(WORKLOADS.TrainJob.plural);
  const none = Promise.resolve(known<readonly KubeObject[]>([]));
  const queue = queueOf(groups);
  const [version, trainJob, rights, published, images, registry, builder, lists] =
    await Promise.all([
      answerOf(probing.api.read('/version', optionsOf(probing))),
      trainer
        ? openApiOf(probing, WORKLOADS.TrainJob)
        : Promise.resolve(unknown<KubeObject>()),
      rightsOf(probing, plurals),
      publishedBy(probing),
      imagesOf(probing),
      registryOf(probing),
      builderOf(probing),
      Promise.all([
        probeQuotas(probing),
        listed(probing, RESOURCES.claim),
        trainer ? listed(probing, RUNTIME) : none,
        trainer ? listed(probing, CLUSTER_RUNTIME) : none,
        queue ? listed(probing, queue) : none,
        listed(probing, RESOURCES.node),
        listed(probing, STORAGE_CLASS)
      ])
    ]);
  const [quotas, claims, runtimes, clusterRuntimes, queues, nodes, storageClasses] =
    lists;
  const operator = await operatorOf(probing, plurals, { version, nodes, published });
  return {
    ...{ version, trainJob, operator, rights, published, images, registry, builder },
    ...{ quotas, claims, runtimes, clusterRuntimes, queues, nodes, storageClasses }
  };
}

/** Resources of the groups of workloads; Job's group is in every cluster. */
async function pluralsOf(
  { api, ...probing }: Probing,
  groups: Answer<Groups>
): Promise<Answer<ReadonlySet<string>>> {
  if (!groups.known) return groups;
  const wanted = [WORKLOADS.PyTorchJob, WORKLOADS.TrainJob].filter(resource =>
    serves(groups.value, resource)
  );
  const lists = await Promise.all(
    wanted.map(({ group, version }) =>
      answerOf(api.read(`/apis/${group}/${version}`, optionsOf(probing)))
    )
  );
  // A group that is there and not told about may have any kind.
  const untold = lists.flatMap(list => (list.known ? [] : [list]))[0];
  if (untold) return untold;
  return known(new Set(lists.flatMap(list => resourcesOf(valueOr(list, {})))));
}

/** Megabytes: asked only where it can make a difference. */
async function operatorOf(
  probing: Probing,
  plurals: Answer<ReadonlySet<string>>,
  answers: Pick<Answers, 'version' | 'nodes' | 'published'>
): Promise<Answer<KubeObject>> {
  const there = plurals.known && plurals.value.has(WORKLOADS.PyTorchJob.plural);
  return there && mayMountImages(answers)
    ? openApiOf(probing, WORKLOADS.PyTorchJob)
    : unknown();
}

function openApiOf(
  { api, ...probing }: Probing,
  { group, version }: Resource
): Promise<Answer<KubeObject>> {
  return answerOf(api.read(`/openapi/v3/apis/${group}/${version}`, optionsOf(probing)));
}

async function rightsOf(
  { api, namespace, ...probing }: Probing,
  plurals: Answer<ReadonlySet<string>>
): Promise<Answers['rights']> {
  const kinds = plurals.known
    ? kindsOf(plurals.value)
    : (Object.keys(WORKLOADS) as (keyof typeof WORKLOADS)[]);
  const answers = rightsFor(kinds).map(async right => {
    const review = api.review({ ...right, namespace }, optionsOf(probing));
    const allowed = await answerOf(review.then(answer => answer.allowed));
    return [rightText(right), allowed] as const;
  });
  return new Map(await Promise.all(answers));
}

function queueOf(groups: Answer<Groups>): Resource | undefined {
  const version = groups.known && groups.value.get(LOCAL_QUEUE.group)?.[0];
  return version ? { ...LOCAL_QUEUE, version } : undefined;
}

async function publishedBy(probing: Probing): Promise<Answers['published']> {
  const map = await configMapOf(probing, FACTS_MAP);
  return map.known ? publishedOf(map.value) : NOTHING_PUBLISHED;
}

async function imagesOf(probing: Probing): Promise<Answer<readonly CatalogueImage[]>> {
  const images = mapKnown(await configMapOf(probing, IMAGES_MAP), catalogueOf);
  return images.known && images.value.length === 0 ? unknown() : images;
}

async function registryOf(probing: Probing): Promise<Answers['registry']> {
  const { namespace, adminNamespace } = probing;
  const places = [...new Set([namespace, adminNamespace])];
  const found = await Promise.all(
    places.map(async place => {
      const map = await configMapIn(probing, place, REGISTRY_MAP);
      const isTrusted = place === adminNamespace;
      return map.known
        ? publishedRegistry(map.value, { namespace, isTrusted })
        : undefined;
    })
  );
  return found.find(each => each !== undefined);
}

/** The administrator's alone: it gets at the logins of those who push. */
async function builderOf(probing: Probing): Promise<Answers['builder']> {
  const map = await configMapIn(probing, probing.adminNamespace, BUILDER_MAP);
  return map.known ? builderPlace(map.value) : undefined;
}

/** In the namespace itself, else in the administrator's. */
async function configMapOf(
  probing: Probing,
  name: string
): Promise<Answer<KubeObject>> {
  const places = [...new Set([probing.namespace, probing.adminNamespace])];
  const answers = places.map(place => configMapIn(probing, place, name));
  return firstKnown(...(await Promise.all(answers)));
}

function configMapIn(
  { api, ...probing }: Probing,
  namespace: string,
  name: string
): Promise<Answer<KubeObject>> {
  const place = { namespace, name };
  return answerOf(api.get(RESOURCES.configMap, place, optionsOf(probing)));
}

function listed(
  { api, namespace, ...probing }: Probing,
  resource: Resource
): Promise<Answer<readonly KubeObject[]>> {
  const scope = resource.namespaced ? { namespace } : {};
  return answerOf(api.list(resource, scope, optionsOf(probing)));
}

/** @param isAnswer - which problems leave the fact unknown; the others are thrown */
async function answerOf<T>(
  asked: Promise<T>,
  isAnswer: (error: ProblemError) => boolean = () => true
): Promise<Answer<T>> {
  try {
    return known(await asked);
  } catch (error) {
    if (error instanceof ProblemError && isAnswer(error)) return unknown(error.problem);
    throw error;
  }
}

/** The cluster has answered, and does not want to tell. */
function isRefusal({ problem: { code } }: ProblemError): boolean {
  return code === 'cluster-forbidden-outside' || code === 'cluster-forbidden';
}

function missingNamespace({ api, namespace }: Probing): (error: unknown) => never {
  return error => {
    if (error instanceof ProblemError && error.problem.code === 'object-missing') {
      const { context } = api.target;
      throw new ProblemError(problem('namespace-missing', { context, namespace }));
    }
    throw error;
  };
}

const optionsOf = ({ signal }: CallOptions): CallOptions => (signal ? { signal } : {});
