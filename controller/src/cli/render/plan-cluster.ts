/** The rows of a plan card that only a cluster has: what runs it, with what, and how it gets there. */
import {
  patchedFields,
  type ClusterWorkload,
  type Plan
} from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import type { CardLine, CardRow } from './card.js';
import { plural } from './text.js';

export function clusterRows(plan: Plan): CardRow[] {
  const { cluster, reasons } = plan;
  if (!cluster) return [];
  const { workload, delivery, packages } = cluster;
  const because = (field: string): CardLine[] => {
    const message = reasons[`cluster.workload.${field}`];
    return message ? [{ text: message.text, meaning: 'dim' }] : [];
  };
  return [
    { label: 'Workload', lines: [{ text: kindText(workload) }, ...because('kind')] },
    { label: 'Each pod', lines: podLines(workload) },
    { label: 'Mounts', lines: workload.volumes.map(mountLine) },
    { label: 'Life', lines: [{ text: lifeText(workload) }] },
    {
      label: 'Delivery',
      lines: [
        { text: deliveryText(delivery) },
        { text: delivery.reason.text, meaning: 'dim' }
      ]
    },
    { label: 'Adds', lines: packagesLines(packages) },
    customisedRow(plan)
  ];
}

/** What somebody changed in the manifest. */
export function customisedRow({ cluster }: Plan): CardRow {
  const fields = patchedFields(cluster?.patch ?? []);
  return { label: 'Customised', lines: fields.map(text => ({ text })) };
}

function kindText({ kind, runtime, queue, suspend }: ClusterWorkload): string {
  return [
    kind,
    ...(runtime ? [`runtime ${runtime.name}`] : []),
    ...(queue === undefined ? [] : [`queue ${queue}`]),
    ...(suspend ? ['suspended'] : [])
  ].join(' · ');
}

function podLines(workload: ClusterWorkload): CardLine[] {
  const { cpu, memoryBytes, shmBytes, gpu } = workload;
  const type = gpu?.type ? ` (${gpu.type.value})` : '';
  const amounts = [
    plural(cpu, 'core'),
    bytesText(memoryBytes),
    ...(shmBytes > 0 ? [`${bytesText(shmBytes)} of /dev/shm`] : []),
    ...(gpu ? [`${String(gpu.count)} × ${gpu.resource}${type}`] : [])
  ];
  return [
    { text: amounts.join(' · ') },
    ...placeTexts(workload).map(text => ({ text, meaning: 'dim' as const }))
  ];
}

/** What was chosen about where pods run and as whom; most runs have none of it. */
function placeTexts(workload: ClusterWorkload): string[] {
  const { nodeSelector, tolerations, serviceAccount, priorityClass } = workload;
  const { imagePullSecrets, env } = workload;
  const nodes = Object.entries(nodeSelector).map(pair => pair.join('='));
  return [
    ...(nodes.length > 0 ? [`only nodes with ${nodes.join(', ')}`] : []),
    ...tolerations.map(({ key = '*', effect }) =>
      ['bears the taint', key, effect].filter(Boolean).join(' ')
    ),
    ...(serviceAccount === undefined ? [] : [`service account ${serviceAccount}`]),
    ...(priorityClass === undefined ? [] : [`priority class ${priorityClass}`]),
    ...imagePullSecrets.map(name => `pulls with the Secret ${name}`),
    ...env.map(envText)
  ];
}

function envText(one: ClusterWorkload['env'][number]): string {
  if (one.from === 'value') return `${one.name}=${one.value}`;
  const kind = one.from === 'secret' ? 'Secret' : 'ConfigMap';
  return `${one.name} from ${one.key} of the ${kind} ${one.object}`;
}

function mountLine(mount: ClusterWorkload['volumes'][number]): CardLine {
  const { claim, path, subPath, readOnly } = mount;
  const folder = subPath === undefined ? '' : `/${subPath}`;
  const made = mount.kind === 'new' ? `, new, ${bytesText(mount.sizeBytes)}` : '';
  return { text: `${path}  ${claim}${folder}${made}${readOnly ? ', read only' : ''}` };
}

function lifeText(workload: ClusterWorkload): string {
  const { retries, ttlSeconds, deadlineSeconds, elastic } = workload;
  return [
    retries === 0 ? 'no retry' : plural(retries, 'retry', 'retries'),
    ...(deadlineSeconds === undefined
      ? []
      : [`ended after ${timeText(deadlineSeconds)}`]),
    ...(elastic
      ? [`${String(elastic.minReplicas)} to ${String(elastic.maxReplicas)} workers`]
      : []),
    `kept for ${timeText(ttlSeconds)}`
  ].join(' · ');
}

const UNITS: readonly (readonly [string, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
];

/** In the largest unit that divides it. */
function timeText(seconds: number): string {
  const [name, size] = UNITS.find(([, unit]) => seconds % unit === 0) ?? ['second', 1];
  return plural(seconds / size, name);
}

function packagesLines(packages: NonNullable<Plan['cluster']>['packages']): CardLine[] {
  if (!packages) return [];
  const { kind, push = '', keep, without, reason } = packages;
  const text =
    kind === 'add'
      ? `Packages that the image lacks, pushed to ${push}`
      : 'Nothing to the image';
  const chosen = [
    ...(keep.length > 0 ? [`as in the image: ${keep.join(', ')}`] : []),
    ...(without.length > 0 ? [`left out: ${without.join(', ')}`] : [])
  ];
  return [
    { text },
    ...chosen.map(line => ({ text: line })),
    { text: reason.text, meaning: 'dim' }
  ];
}

function deliveryText({
  kind,
  push
}: NonNullable<Plan['cluster']>['delivery']): string {
  if (kind === 'inline') return 'In a ConfigMap, over the unchanged image';
  const how =
    kind === 'append' ? 'As a layer of an image' : 'In an image that pods mount';
  return `${how}${push === undefined ? '' : `, pushed to ${push}`}`;
}
