import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.js';
import { event, job, observe, pod, running, waiting } from './testing/objects.js';

describe('why a run waits', () => {
  const unscheduled = (message: string) =>
    pod({
      spec: {
        nodeName: '',
        volumes: [{ persistentVolumeClaim: { claimName: 'data' } }]
      },
      status: {
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }
        ]
      }
    });

  it.each<[string, KubeObject, readonly KubeObject[], readonly KubeObject[], string]>([
    ['its controller', { ...job(), kind: 'TFJob' }, [], [], 'wait-operator'],
    ['its pods', job(3, { active: 1 }), [running(0)], [], 'wait-pods'],
    ['being suspended', job(1, {}, { suspend: true }), [], [], 'wait-suspended'],
    ['a node', job(), [pod({ spec: { nodeName: '' } })], [], 'wait-node'],
    [
      'a volume',
      job(),
      [unscheduled('pod has unbound immediate PersistentVolumeClaims')],
      [],
      'wait-volume'
    ],
    [
      'an image',
      job(),
      [waiting('ContainerCreating')],
      [event('digits-0', 'Pulling', 'Pulling image "x"')],
      'wait-image'
    ],
    [
      'its container',
      job(),
      [waiting('ContainerCreating')],
      [event('digits-0', 'Pulled', 'done')],
      'wait-container'
    ]
  ])('is %s', (_case, workload, pods, ...[events, code]) => {
    const seen = observe(workload, pods, events);
    expect(seen.waiting?.code).toBe(code);
    expect(seen.obstacle).toBeUndefined();
  });

  describe('when its node does not answer', () => {
    const unready = (status: string): KubeObject => ({
      ...running(0),
      status: {
        ...(running(0)['status'] as object),
        conditions: [{ type: 'Ready', status }]
      }
    });
    const away = event('digits-0', 'NodeNotReady', 'Node is not ready');

    it('is that, until it is back', () => {
      expect(observe(job(), [unready('False')], [away]).obstacle).toMatchObject({
        code: 'pod-node-away',
        params: { node: 'node', pod: 'digits-0' }
      });
      expect(observe(job(), [unready('True')], [away]).obstacle).toBeUndefined();
      expect(observe(job(), [unready('False')], []).obstacle).toBeUndefined();
    });
  });

  it('is its queue', () => {
    const labels = { 'kueue.x-k8s.io/queue-name': 'gpus' };
    const queued = { ...job(1, {}, { suspend: true }), metadata: { labels } };
    expect(observe(queued).waiting?.text).toBe('waiting in the queue gpus');
  });

  it('is an init container that runs, but not a sidecar', () => {
    const state = { running: {} };
    const preparing = pod({
      spec: {
        initContainers: [
          { name: 'events', restartPolicy: 'Always' },
          { name: 'copy', image: 'x' }
        ]
      },
      status: {
        initContainerStatuses: [
          { name: 'events', state },
          { name: 'copy', state }
        ]
      }
    });
    expect(observe(job(), [preparing]).waiting?.text).toBe('preparing: copy');
  });

  it('is the image of a sidecar, which is pulled first', () => {
    const state = { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } };
    const preparing = pod({
      spec: { initContainers: [{ name: 'events', restartPolicy: 'Always' }] },
      status: { initContainerStatuses: [{ name: 'events', state }] }
    });
    expect(observe(job(), [preparing]).obstacle).toMatchObject({
      code: 'pod-image-missing',
      params: { detail: 'manifest unknown' }
    });
  });

  const quota =
    'Error creating: pods "digits-0-x" is forbidden: exceeded quota: small, requested: cpu=4';

  it.each<[string, readonly KubeObject[], readonly KubeObject[], string, string]>([
    [
      'no node fits',
      [unscheduled('0/1 nodes are available: 1 Insufficient nvidia.com/gpu.')],
      [],
      'pod-unschedulable',
      'Insufficient nvidia.com/gpu'
    ],
    ['the quota', [], [event('digits', 'FailedCreate', quota)], 'pod-refused', 'cpu=4'],
    [
      'a claim that is not there',
      [unscheduled('persistentvolumeclaim "data" not found')],
      [],
      'pod-volume-missing',
      '"data" not found'
    ],
    [
      'a claim that cannot be provisioned',
      [unscheduled('pod has unbound immediate PersistentVolumeClaims')],
      [event('data', 'ProvisioningFailed', 'storageclass "fast" not found')],
      'pod-volume-missing',
      'storageclass "fast" not found'
    ],
    [
      'an image that cannot be pulled',
      [waiting('ErrImagePull', 'manifest unknown')],
      [],
      'pod-image-missing',
      'manifest unknown'
    ],
    [
      'an image that is tried again, with the registry’s answer',
      [waiting('ImagePullBackOff', 'Back-off pulling image "x"')],
      [event('digits-0', 'Failed', 'Failed to pull image "x": 401 Unauthorized')],
      'pod-image-missing',
      '401 Unauthorized'
    ],
    [
      'an image’s name',
      [waiting('InvalidImageName')],
      [],
      'pod-image-invalid',
      'torch:2'
    ],
    [
      'a missing ConfigMap',
      [waiting('CreateContainerConfigError', 'configmap "x" not found')],
      [],
      'pod-config-invalid',
      'configmap "x" not found'
    ],
    [
      'a program that ends',
      [waiting('CrashLoopBackOff')],
      [],
      'pod-restarting',
      'code 1'
    ],
    [
      'a volume that cannot be mounted',
      [waiting('ContainerCreating')],
      [event('digits-0', 'FailedMount', 'MountVolume.SetUp failed')],
      'pod-volume-missing',
      'MountVolume.SetUp failed'
    ]
  ])('is stuck because of %s', (_case, pods, events, ...[code, said]) => {
    const seen = observe(job(), pods, events);
    expect(seen.obstacle?.code).toBe(code);
    expect(seen.obstacle?.sentence).toContain(said);
    expect(seen.waiting).toBeUndefined();
  });
});
