/** What is known about a place on a cluster before anything is created there. */
import type {
  CatalogueImage,
  ClusterChoices,
  Problem,
  QuotaUse,
  TrainingRuntime,
  WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import type { BuilderPlace } from '../../builder/place.js';
import type { ClusterFacts } from '../../kubernetes/input.js';
import { some } from '../../kubernetes/objects.js';
import { operatorMountsImages } from '../../kubernetes/schema.js';
import { trainJobSchema } from '../../kubernetes/train-job-schema.js';
import { BUILT_IN_IMAGES } from '../catalogue.js';
import { imageVolumeObstacle, type ImageVolumeFacts } from '../image-volumes.js';
import { metadataOf, type KubeObject } from '../object.js';
import type { RegistryPlace } from '../registry-place.js';
import { WORKLOADS } from '../workloads.js';
import { firstKnown, known, mapKnown, valueOr, type Answer } from './answer.js';
import { kindOpenApi, kindsOf, versionOf } from './discovery.js';
import { gpusOf, nodeOf, type NodeFacts } from './nodes.js';
import type { Published } from './published.js';
import { quotaUses } from './quotas.js';
import { rightText, type Right } from './rights.js';

/** Everything a cluster was asked, with its answers. */
export interface Answers {
  readonly version: Answer<KubeObject>;
  /** Names in paths of what the groups of workloads serve. */
  readonly plurals: Answer<ReadonlySet<string>>;
  /** OpenAPI of TrainJob's group. */
  readonly trainJob: Answer<KubeObject>;
  /** OpenAPI of the training operator's group; asked only where nodes mount images. */
  readonly operator: Answer<KubeObject>;
  /** Whether the user may do it, by `rightText`. */
  readonly rights: ReadonlyMap<string, Answer<boolean>>;
  readonly namespace: Answer<KubeObject>;
  readonly quotas: Answer<readonly KubeObject[]>;
  readonly claims: Answer<readonly KubeObject[]>;
  readonly runtimes: Answer<readonly KubeObject[]>;
  readonly queues: Answer<readonly KubeObject[]>;
  readonly nodes: Answer<readonly KubeObject[]>;
  readonly storageClasses: Answer<readonly KubeObject[]>;
  readonly clusterRuntimes: Answer<readonly KubeObject[]>;
  readonly published: Published;
  readonly images: Answer<readonly CatalogueImage[]>;
  /** What an administrator says of it. */
  readonly registry?: RegistryPlace | undefined;
  /** What an administrator says of a builder; a problem: what is said makes none. */
  readonly builder?: BuilderPlace | Problem | undefined;
}

/** What the answers mean. */
export interface ClusterProbe {
  /** Kinds of workloads there are; unknown when discovery is not allowed. */
  readonly kinds: Answer<readonly WorkloadKind[]>;
  readonly runtimes: readonly TrainingRuntime[];
  readonly nodes: Answer<readonly NodeFacts[]>;
  readonly quotas: readonly QuotaUse[];
  readonly claims: Answer<readonly string[]>;
  readonly queues: Answer<readonly string[]>;
  readonly storageClasses: Answer<readonly string[]>;
  /** Pod Security level that the namespace enforces. */
  readonly podSecurity: Answer<string>;
  readonly images: readonly CatalogueImage[];
  /** Where images with code are pushed; absent: no administrator says. */
  readonly registry?: RegistryPlace;
  /** Who builds images there; absent: no administrator says. */
  readonly builder?: BuilderPlace | Problem;
  readonly imageVolumes: ImageVolumeFacts;
  /** For `manifestsFor`. */
  readonly manifests: ClusterFacts;
  /** For the form. */
  readonly choices: ClusterChoices;
  /** Whether the user may do it; undefined when that is not known. */
  allows(right: Right): boolean | undefined;
}

/** Since 1.29 init containers may be sidecars without anybody switching it on. */
const SIDECARS_SINCE = 29;

const PSA_LABEL = 'pod-security.kubernetes.io/enforce';

export function probeOf(answers: Answers): ClusterProbe {
  const { published } = answers;
  const facts = {
    kinds: mapKnown(answers.plurals, kindsOf),
    runtimes: runtimesOf(answers),
    nodes: nodesOf(answers),
    quotas: quotaUses(valueOr(answers.quotas, [])),
    claims: mapKnown(answers.claims, namesOf),
    queues: mapKnown(answers.queues, namesOf),
    storageClasses: mapKnown(
      firstKnown(answers.storageClasses, published.storageClasses),
      namesOf
    ),
    podSecurity: podSecurityOf(answers),
    images: valueOr(answers.images, BUILT_IN_IMAGES),
    ...some('registry', answers.registry),
    ...some('builder', answers.builder),
    allows: (right: Right) => allowed(answers, right)
  };
  const manifests = manifestFacts(answers);
  const choices = choicesOf(answers, facts);
  const imageVolumes = {
    version: choices.version,
    nodes: facts.nodes,
    kinds: mountingKinds(answers, manifests)
  };
  return { ...facts, imageVolumes, manifests, choices };
}

function nodesOf({
  nodes,
  published
}: Pick<Answers, 'nodes' | 'published'>): Answer<readonly NodeFacts[]> {
  return mapKnown(firstKnown(nodes, published.nodes), all => all.map(nodeOf));
}

/** Whether some nodes mount images: a workload's selector may leave those. */
export function mayMountImages(
  answers: Pick<Answers, 'nodes' | 'published' | 'version'>
): boolean {
  const { version } = answers;
  const text = version.known ? versionOf(version.value).text : '';
  return valueOr(nodesOf(answers), []).some(node => {
    const facts = { version: text, nodes: known([node]), kinds: { Job: true } };
    return !imageVolumeObstacle({ kind: 'Job', nodeSelector: {} }, facts);
  });
}

/** Whether pods of each kind may have images as volumes, by its schema. */
function mountingKinds(
  { operator }: Answers,
  { trainJob }: ClusterFacts
): ImageVolumeFacts['kinds'] {
  return {
    Job: true,
    ...(trainJob ? { TrainJob: trainJob.imageVolumes } : {}),
    ...(operator.known ? operatorKinds(operator.value) : {})
  };
}

function operatorKinds(answer: KubeObject): ImageVolumeFacts['kinds'] {
  const of = (kind: 'PyTorchJob' | 'TFJob'): boolean =>
    operatorMountsImages(kind, kindOpenApi(answer, kind));
  return { PyTorchJob: of('PyTorchJob'), TFJob: of('TFJob') };
}

function allowed({ rights }: Answers, right: Right): boolean | undefined {
  const answer = rights.get(rightText(right));
  return answer?.known ? answer.value : undefined;
}

/** An unknown version is taken for an old one: what both understand is made. */
function manifestFacts({ version, trainJob }: Answers): ClusterFacts {
  const minor = version.known ? versionOf(version.value).minor : 0;
  const schema = trainJob.known
    ? trainJobSchema(kindOpenApi(trainJob.value, 'TrainJob'))
    : undefined;
  return {
    nativeSidecars: minor >= SIDECARS_SINCE,
    ...(schema ? { trainJob: schema } : {})
  };
}

function runtimesOf(answers: Answers): TrainingRuntime[] {
  const everywhere = firstKnown(
    answers.clusterRuntimes,
    answers.published.clusterTrainingRuntimes
  );
  const named = (
    kind: TrainingRuntime['kind'],
    objects: Answer<readonly KubeObject[]>
  ): TrainingRuntime[] => namesOf(valueOr(objects, [])).map(name => ({ name, kind }));
  return [
    ...named('ClusterTrainingRuntime', everywhere),
    ...named('TrainingRuntime', answers.runtimes)
  ];
}

function podSecurityOf({ namespace, published }: Answers): Answer<string> {
  if (!namespace.known) return published.podSecurity;
  const level = metadataOf(namespace.value).labels[PSA_LABEL];
  return level === undefined ? published.podSecurity : known(level);
}

const namesOf = (objects: readonly KubeObject[]): string[] =>
  objects.map(object => metadataOf(object).name);

function choicesOf(
  answers: Answers,
  facts: Omit<ClusterProbe, 'imageVolumes' | 'manifests' | 'choices'>
): ClusterChoices {
  const mayCreate = (kind: WorkloadKind): boolean =>
    facts.allows({ verb: 'create', resource: WORKLOADS[kind] }) !== false;
  return {
    version: answers.version.known ? versionOf(answers.version.value).text : '',
    kinds: valueOr(facts.kinds, ['Job']).filter(mayCreate),
    runtimes: [...facts.runtimes],
    gpus: gpusOf(valueOr(facts.nodes, [])),
    storageClasses: [...valueOr(facts.storageClasses, [])],
    claims: [...valueOr(facts.claims, [])],
    queues: [...valueOr(facts.queues, [])],
    quotas: [...facts.quotas],
    images: [...facts.images]
  };
}
