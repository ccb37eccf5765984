/** Objects of a run, as the API server gives them, for tests. */
import type { KubeObject } from '../../object.js';
import { observeRun, type RunObservation } from '../observe.js';

export const AT = '2026-01-01T00:00:00Z';

/** A Job of so many ranks; its status as given. */
export const job = (count = 1, status: object = {}, spec: object = {}): KubeObject => ({
  kind: 'Job',
  metadata: { name: 'digits', uid: 'w', labels: {}, creationTimestamp: AT },
  spec: { completions: count, ...spec },
  status
});

/** A status whose one condition is true. */
export const condition = (type: string, more: object = {}): object => ({
  conditions: [{ type, status: 'True', ...more }]
});

export interface PodOptions {
  readonly rank?: number;
  readonly name?: string;
  readonly createdAt?: string;
  readonly meta?: object;
  readonly spec?: object;
  readonly status?: object;
  /** State of the main container. */
  readonly state?: object;
}

/** A pod of the Job `job` makes, bound to a node and pending. */
export const pod = (options: PodOptions = {}): KubeObject => {
  const { rank = 0, state, spec, status } = options;
  const name = options.name ?? `digits-${String(rank)}`;
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: options.createdAt ?? AT,
      labels: { 'batch.kubernetes.io/job-completion-index': String(rank) },
      ...options.meta
    },
    spec: {
      nodeName: 'node',
      containers: [
        {
          name: 'main',
          image: 'example.com/torch:2',
          resources: { limits: { memory: '2Gi' } }
        }
      ],
      ...spec
    },
    status: {
      phase: 'Pending',
      ...(state
        ? { containerStatuses: [{ name: 'main', restartCount: 0, state }] }
        : {}),
      ...status
    }
  };
};

export const running = (rank: number): KubeObject =>
  pod({ rank, status: { phase: 'Running' }, state: { running: { startedAt: AT } } });

export const ended = (
  rank: number,
  exitCode: number,
  more: object = {},
  at = AT
): KubeObject =>
  pod({
    rank,
    status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed' },
    state: { terminated: { exitCode, startedAt: AT, finishedAt: at, ...more } }
  });

export const event = (about: string, reason: string, message: string): KubeObject => ({
  reason,
  message,
  involvedObject: { name: about },
  lastTimestamp: AT
});

export const observe = (
  workload: KubeObject | undefined,
  pods: readonly KubeObject[] = [],
  events: readonly KubeObject[] = []
): RunObservation => observeRun({ ...(workload ? { workload } : {}), pods, events });

export const waiting = (reason: string, message = ''): KubeObject =>
  pod({ state: { waiting: { reason, message } } });
