/** What a cluster would refuse or never start, told before anything is created there. */
import {
  bytesText,
  problem,
  reason,
  type Check,
  type ClusterRef,
  type ClusterWorkload,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { resourceName } from '../cluster/object.js';
import { gpusOf, mayGrow, type NodeFacts } from '../cluster/probe/nodes.js';
import type { ClusterProbe } from '../cluster/probe/probe.js';
import { shortages, type Shortage } from '../cluster/probe/quotas.js';
import {
  CREATE_CLAIM,
  CREATE_SERVICE,
  rightsToAttend,
  rightsToStart,
  type Right
} from '../cluster/probe/rights.js';
import { rankCount } from '../workload/workload.js';
import { checkOf, failed, passed, warned } from './checks.js';
import { podWish, quotaWish } from './cluster-wish.js';

/** All that the probe tells about a workload. */
export function checkPlace(
  workload: ClusterWorkload,
  probe: ClusterProbe,
  target: ClusterRef
): Check[] {
  return [
    passed('cluster', reason('cluster-answers', { version: probe.choices.version })),
    ...checkKind(workload, probe),
    ...checkRights(workload, probe, target),
    ...checkQuota(workload, probe),
    ...checkNodes(workload, probe),
    ...checkClaims(workload, probe, target),
    ...checkQueue(workload, probe, target)
  ];
}

function checkKind({ kind }: ClusterWorkload, { kinds }: ClusterProbe): Check[] {
  if (!kinds.known || kinds.value.includes(kind)) return [];
  // A TrainJob that is absent is told with the workload's problems.
  if (kind === 'TrainJob') return [];
  return [failed('workload', problem('workload-kind-absent', { kind }))];
}

function checkRights(
  workload: ClusterWorkload,
  probe: ClusterProbe,
  target: ClusterRef
): Check[] {
  const denied = (rights: readonly Right[]): Problem[] =>
    rights
      .filter(right => probe.allows(right) === false)
      .map(right => forbidden(right, target));
  const needed = [...rightsToStart(workload.kind), ...rightsOfHelpers(workload)];
  const refused = denied(needed);
  const missed = denied(rightsToAttend(workload.kind));
  const unasked = needed.some(right => probe.allows(right) === undefined);
  if (refused.length + missed.length > 0) {
    return [
      ...refused.map(why => failed('access', why)),
      ...missed.map(why => warned('access', why))
    ];
  }
  return unasked
    ? [{ name: 'access', outcome: 'unknown', message: reason('access-unknown', {}) }]
    : [passed('access', reason('access-allowed', { kind: workload.kind }))];
}

function rightsOfHelpers(workload: ClusterWorkload): Right[] {
  return [
    ...(workload.kind === 'Job' && rankCount(workload) > 1 ? [CREATE_SERVICE] : []),
    ...(workload.volumes.some(({ kind }) => kind === 'new') ? [CREATE_CLAIM] : [])
  ];
}

function forbidden(
  { verb, resource, subresource }: Right,
  { context, namespace }: ClusterRef
): Problem {
  const name = resourceName(resource);
  const full = subresource === undefined ? name : `${name}/${subresource}`;
  return problem('cluster-forbidden', { context, verb, resource: full, namespace });
}

/** What waits for a queue, or for somebody who resumes it, may wait for the quota too. */
function checkQuota(workload: ClusterWorkload, { quotas }: ClusterProbe): Check[] {
  if (quotas.length === 0) return [];
  const short = shortages(quotas, quotaWish(workload)).map(shortageProblem);
  const waits = workload.suspend || workload.queue !== undefined;
  return short.length > 0 && waits
    ? short.map(why => warned('quota', why))
    : checkOf('quota', short, reason('quota-enough', { quotas: quotaText(quotas) }));
}

function quotaText(quotas: ClusterProbe['quotas']): string {
  return [...new Set(quotas.map(({ quota }) => quota))].join(', ');
}

function shortageProblem({ quota, resource, wanted, hard, used }: Shortage): Problem {
  const bytes = /memory|storage/.test(resource);
  const needed = bytes ? bytesText(wanted) : String(Number(wanted.toFixed(3)));
  return problem('quota-short', { quota, resource, needed, hard, used });
}

function checkNodes(workload: ClusterWorkload, { nodes }: ClusterProbe): Check[] {
  if (!nodes.known) {
    // Only who wants something rare is told that nobody knows whether there is any.
    if (!workload.gpu) return [];
    const { resource } = workload.gpu;
    const message = reason('nodes-unknown', { resource });
    return [{ name: 'nodes', outcome: 'unknown', message }];
  }
  if (nodes.value.length === 0) return [];
  const wrong = nodeProblems(workload, nodes.value);
  return mayGrow(nodes.value) && wrong.length > 0
    ? wrong.map(why => warned('nodes', why))
    : checkOf('nodes', wrong, reason('nodes-fit', { count: nodes.value.length }));
}

function nodeProblems(
  workload: ClusterWorkload,
  nodes: readonly NodeFacts[]
): Problem[] {
  const gpu = gpuProblem(workload, nodes);
  if (gpu) return [gpu];
  const { cpu, memoryBytes } = podWish(workload);
  const fits = nodes.some(
    node => node.cpu >= cpu && node.memoryBytes >= memoryBytes && has(node, workload)
  );
  if (fits) return [];
  const most = {
    cpus: Math.max(...nodes.map(node => node.cpu)),
    most: bytesText(Math.max(...nodes.map(node => node.memoryBytes)))
  };
  const asked = { cpu, memory: bytesText(memoryBytes) };
  return [problem('nodes-too-small', { ...asked, ...most })];
}

function has({ devices, labels }: NodeFacts, { gpu }: ClusterWorkload): boolean {
  if (!gpu) return true;
  const { type } = gpu;
  return (
    (devices[gpu.resource] ?? 0) >= gpu.count &&
    (type === undefined || labels[type.label] === type.value)
  );
}

function gpuProblem(
  workload: ClusterWorkload,
  nodes: readonly NodeFacts[]
): Problem | undefined {
  const { gpu } = workload;
  if (!gpu || nodes.some(node => has(node, workload))) return undefined;
  const { count, resource, type } = gpu;
  const there = gpusOf(nodes).map(
    ({ resource: name, perNode, types }) =>
      `${String(perNode)} × ${name}${typesText(types)}`
  );
  return problem('gpu-not-there', {
    gpus: `${String(count)} × ${resource}${typesText(type ? [type] : [])}`,
    there: there.join('; ') || '(none)'
  });
}

function typesText(types: readonly { readonly value: string }[]): string {
  return types.length > 0 ? ` (${types.map(({ value }) => value).join(', ')})` : '';
}

function checkClaims(
  { volumes }: ClusterWorkload,
  { claims, storageClasses }: ClusterProbe,
  { namespace }: ClusterRef
): Check[] {
  if (volumes.length === 0) return [];
  if (!claims.known) {
    return [
      { name: 'volumes', outcome: 'unknown', message: reason('claims-unknown', {}) }
    ];
  }
  const there = new Set(claims.value);
  const problems = volumes.flatMap(mount => {
    const { claim, kind } = mount;
    if (kind === 'existing') {
      return there.has(claim) || isMade(claim, volumes)
        ? []
        : problem('claim-missing', { claim, namespace });
    }
    if (there.has(claim)) return problem('claim-exists', { claim, namespace });
    const { storageClass } = mount;
    return storageClass === undefined ||
      !storageClasses.known ||
      storageClasses.value.includes(storageClass)
      ? []
      : problem('storage-class-missing', {
          storageClass,
          known: storageClasses.value.join(', ') || '(none)'
        });
  });
  const names = [...new Set(volumes.map(({ claim }) => claim))].join(', ');
  return checkOf('volumes', problems, reason('claims-there', { claims: names }));
}

function isMade(claim: string, volumes: ClusterWorkload['volumes']): boolean {
  return volumes.some(mount => mount.kind === 'new' && mount.claim === claim);
}

function checkQueue(
  { queue }: ClusterWorkload,
  { queues }: ClusterProbe,
  { namespace }: ClusterRef
): Check[] {
  if (queue === undefined || !queues.known) return [];
  const known = queues.value.join(', ') || '(none)';
  const problems = queues.value.includes(queue)
    ? []
    : [problem('queue-missing', { queue, namespace, known })];
  return checkOf('queue', problems, reason('queue-there', { queue }));
}
