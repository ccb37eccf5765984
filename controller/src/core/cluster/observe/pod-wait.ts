/** Why a pod does not run yet. */
import {
  problem,
  reason,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { latestAbout, type EventFacts } from './event.js';
import { FETCHER_NAME } from '../../kubernetes/inputs.js';
import { endOf } from './ranks.js';
import type { Container, ContainerState, PodFacts } from './pod.js';

/** Either something that passes by itself, or something that somebody must change. */
export type Wait =
  | { readonly kind: 'passing'; readonly message: Message }
  | { readonly kind: 'obstacle'; readonly problem: Problem };

export const passing = (message: Message): Wait => ({ kind: 'passing', message });
export const obstacle = (found: Problem): Wait => ({
  kind: 'obstacle',
  problem: found
});

/** A pod, and what the cluster has said about it. */
export interface WaitingPod {
  readonly pod: PodFacts;
  /** Of the namespace, oldest first. */
  readonly events: readonly EventFacts[];
}

/** Why it waits: node, volumes, init containers, image, container, in this order. */
export function podWait(waiting: WaitingPod): Wait {
  const { pod } = waiting;
  if (pod.node === undefined) return nodeWait(waiting);
  const init = pod.init.find(each => !isDone(each.state));
  if (init?.state.kind === 'running') {
    return passing(
      init.name === FETCHER_NAME
        ? reason('wait-inputs', {})
        : reason('wait-init', { container: init.name })
    );
  }
  const container = init ?? pod.main;
  return container
    ? containerWait(waiting, container)
    : passing(reason('wait-container', {}));
}

const isDone = (state: ContainerState): boolean =>
  state.kind === 'terminated' && state.exitCode === 0;

/** What the scheduler says. */
function nodeWait({ pod, events }: WaitingPod): Wait {
  const condition = pod.conditions.find(({ type }) => type === 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') {
    return passing(reason('wait-node', {}));
  }
  const { name } = pod.meta;
  const detail = condition.message;
  if (/persistentvolumeclaim "[^"]*" not found/.test(detail)) {
    return obstacle(problem('pod-volume-missing', { pod: name, detail }));
  }
  if (/unbound immediate PersistentVolumeClaim/.test(detail)) {
    return claimWait({ pod, events });
  }
  return obstacle(problem('pod-unschedulable', { pod: name, detail }));
}

/** A claim that is not bound: provisioning takes a while, or has failed. */
function claimWait({ pod, events }: WaitingPod): Wait {
  for (const claim of pod.claims) {
    const failed = latestAbout(events, { name: claim, uid: '' }, [
      'ProvisioningFailed',
      'FailedBinding'
    ]);
    if (failed) {
      const { message: detail } = failed;
      return obstacle(problem('pod-volume-missing', { pod: pod.meta.name, detail }));
    }
  }
  return passing(reason('wait-volume', { claim: pod.claims.join(', ') }));
}

const IMAGE_REASONS = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable'
];
const CONFIG_REASONS = [
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError'
];

function containerWait(waiting: WaitingPod, container: Container): Wait {
  const { pod } = waiting;
  const { state, name, image } = container;
  const why = state.kind === 'waiting' ? state.reason : '';
  const detail = state.kind === 'waiting' ? state.message : '';
  if (why === 'InvalidImageName') {
    return obstacle(problem('pod-image-invalid', { image }));
  }
  if (IMAGE_REASONS.includes(why)) return obstacle(imageProblem(waiting, container));
  if (CONFIG_REASONS.includes(why)) {
    const params = { pod: pod.meta.name, container: name, detail: detail || why };
    return obstacle(problem('pod-config-invalid', params));
  }
  if (why === 'CrashLoopBackOff') {
    const { exitCode } = container.last ?? endOf(pod) ?? { exitCode: 1 };
    return obstacle(problem('pod-restarting', { pod: pod.meta.name, exitCode }));
  }
  return creationWait(waiting, container);
}

/** The registry's answer: where the container only says that it backs off, from events. */
function imageProblem({ pod, events }: WaitingPod, container: Container): Problem {
  const { state, image } = container;
  const said = state.kind === 'waiting' ? state.message : '';
  const told = events.findLast(
    event =>
      event.about === pod.meta.name && /^Failed to pull image/.test(event.message)
  );
  const backsOff = said === '' || /^Back-off pulling image "[^"]*"$/.test(said);
  const detail = backsOff ? (told?.message ?? said) : said;
  return problem('pod-image-missing', {
    image,
    pod: pod.meta.name,
    detail: detail || 'the node gives no reason'
  });
}

/** Volumes come before the image, and the image before the container. */
function creationWait({ pod, events }: WaitingPod, { image }: Container): Wait {
  const mount = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];
  const latest = latestAbout(events, pod.meta, [...mount, 'Pulling', 'Pulled']);
  if (latest && mount.includes(latest.reason)) {
    const params = { pod: pod.meta.name, detail: latest.message };
    return obstacle(problem('pod-volume-missing', params));
  }
  return latest?.reason === 'Pulling'
    ? passing(reason('wait-image', { image }))
    : passing(reason('wait-container', {}));
}

/**
 * What keeps a running pod from being seen: its node does not answer. The node controller
 * then takes the pod's readiness away, and says so in an event.
 */
export function nodeAway({ pod, events }: WaitingPod): Wait | undefined {
  const ready = pod.conditions.find(({ type }) => type === 'Ready');
  const said = latestAbout(events, pod.meta, ['NodeNotReady']);
  if (ready?.status !== 'False' || !said) return undefined;
  const { node = '' } = pod;
  return obstacle(problem('pod-node-away', { pod: pod.meta.name, node }));
}
