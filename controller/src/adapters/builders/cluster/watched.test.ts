import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILD_LABEL } from '../../../core/builder/objects.js';
import {
  RESOURCES,
  type KubeObject,
  type Resource
} from '../../../core/cluster/object.js';
import type { ClusterApi, WatchListener } from '../../../ports/cluster.js';
import { WatchedBuild } from './watched.js';

const NAME = 'jkf-build-a';
const { job, pod, event } = RESOURCES;

const metadata = (name: string) => ({
  ...{ name, namespace: 'ada', uid: name, labels: { [BUILD_LABEL]: NAME } },
  creationTimestamp: '2026-01-01T00:00:00Z'
});

const JOB: KubeObject = {
  ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: metadata(NAME) },
  ...{ spec: {}, status: { active: 1 } }
};

const POD: KubeObject = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: metadata(`${NAME}-x`) },
  spec: { containers: [{ name: 'build' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      { name: 'build', state: { running: { startedAt: '2026-01-01T00:00:01Z' } } }
    ]
  }
};

const FORBIDDEN = problem('cluster-forbidden', {
  ...{ context: 'c', verb: 'list', resource: 'events', namespace: 'ada' }
});
const CUT = problem('cluster-forbidden', {
  ...{ context: 'c', verb: 'watch', resource: 'pods', namespace: 'ada' }
});

let stop = new AbortController();
beforeEach(() => {
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
});

/** A build that runs, and who is told of its objects. */
function scene() {
  const listeners = new Map<Resource, WatchListener>();
  const api = {
    watch: (resource: Resource, _scope: unknown, listener: WatchListener) => {
      listeners.set(resource, listener);
    }
  } as unknown as ClusterApi;
  const build = new WatchedBuild(api, { namespace: 'ada', name: NAME }, stop.signal);
  const states = build.states(stop.signal);
  listeners.get(job)?.changed([{ kind: 'added', object: JOB }]);
  listeners.get(pod)?.changed([{ kind: 'added', object: POD }]);
  return {
    next: async () => (await states.next()).value as unknown,
    interrupt: (resource: Resource, why: Problem | undefined) =>
      listeners.get(resource)?.interrupted?.(why)
  };
}

describe('a build that is watched', () => {
  it('runs also for those who may not read events', async () => {
    const { next, interrupt } = scene();
    interrupt(event, FORBIDDEN);
    expect(await next()).toEqual({ kind: 'running', pod: `${NAME}-x` });
  });

  it('is stuck as long as one of its watches is cut off', async () => {
    const { next, interrupt } = scene();
    interrupt(event, FORBIDDEN);
    interrupt(pod, CUT);
    expect(await next()).toEqual({ kind: 'stuck', problem: CUT });
    interrupt(job, undefined);
    expect(await next()).toEqual({ kind: 'stuck', problem: CUT });
    interrupt(pod, undefined);
    expect(await next()).toMatchObject({ kind: 'running' });
  });
});
