/** Runs in a namespace: which of its objects belong together. */
import { isRunId, Plan } from '@jupyterlab-kubeflow/protocol';
import { BUILD_LABEL } from '../../builder/objects.js';
import { ANNOTATIONS, LABELS } from '../../kubernetes/labels.js';
import { RECORD_KEYS } from '../../kubernetes/record.js';
import { fieldsOf, listOf, textOf } from '../fields.js';
import { metadataOf, type KubeObject } from '../object.js';

/** All objects of a namespace that runs can consist of. */
export interface Objects {
  readonly records: readonly KubeObject[];
  /** Of all kinds. */
  readonly workloads: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

/** The objects of one run. */
export interface FoundRun {
  readonly id: string;
  /** Absent: another tool has started it. */
  readonly record?: KubeObject;
  readonly workload?: KubeObject;
  readonly pods: readonly KubeObject[];
  /** Of the whole namespace. */
  readonly events: readonly KubeObject[];
}

/** Ours, which have a record, and whatever else runs there and is nobody's part. */
export function runsIn(objects: Objects): FoundRun[] {
  const { records, workloads, events } = objects;
  const pods = podsByOwner(objects.pods);
  const ours = records.flatMap(record => {
    const id = labelOf(record, LABELS.run);
    if (id === undefined || !isRunId(id)) return [];
    const workload = workloads.find(
      each => metadataOf(each).name === id && labelOf(each, LABELS.run) === id
    );
    const own = pods.get(`run/${id}`) ?? [];
    return [{ id, record, ...(workload ? { workload } : {}), pods: own, events }];
  });
  const known = new Set(ours.map(({ id }) => id));
  const others = workloads.flatMap(workload => {
    const { name: id } = metadataOf(workload);
    const isPart = isOwned(workload) || labelOf(workload, BUILD_LABEL) !== undefined;
    if (known.has(id) || !isRunId(id) || isPart) return [];
    return [{ id, workload, pods: pods.get(`job/${id}`) ?? [], events }];
  });
  return [...ours, ...others];
}

/** Labels by which controllers say whose pod it is; a TrainJob's JobSet has its name. */
const JOB_LABELS = [
  'jobset.sigs.k8s.io/jobset-name',
  'training.kubeflow.org/job-name',
  'batch.kubernetes.io/job-name',
  'job-name'
];

function podsByOwner(pods: readonly KubeObject[]): Map<string, KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const pod of pods) {
    const { labels } = metadataOf(pod);
    const job = JOB_LABELS.map(label => labels[label]).find(name => name !== undefined);
    const run = labels[LABELS.run];
    const keys = [
      ...(run === undefined ? [] : [`run/${run}`]),
      ...(job === undefined ? [] : [`job/${job}`])
    ];
    for (const key of keys) found.set(key, [...(found.get(key) ?? []), pod]);
  }
  return found;
}

function labelOf(object: KubeObject, label: string): string | undefined {
  return metadataOf(object).labels[label];
}

/** Whether it is part of something else, or goes with it. */
export function isOwned(object: KubeObject): boolean {
  return listOf(fieldsOf(object['metadata'])['ownerReferences']).length > 0;
}

const plans = new WeakMap<KubeObject, Plan>();

/** The plan in a record; undefined where it is of a version that we do not read. */
export function planOf(record: KubeObject): Plan | undefined {
  const known = plans.get(record);
  if (known) return known;
  const text = textOf(fieldsOf(record['data'])[RECORD_KEYS.plan]) ?? '';
  const parsed = Plan.safeParse(parsedJson(text));
  if (!parsed.success) return undefined;
  plans.set(record, parsed.data);
  return parsed.data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When the user cancelled it, RFC 3339. */
export function cancelledAt({ workload, record }: FoundRun): string | undefined {
  return [workload, record]
    .map(object => object && metadataOf(object).annotations[ANNOTATIONS.cancelled])
    .find(time => time !== undefined);
}
