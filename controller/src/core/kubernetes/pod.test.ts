import { describe, expect, it } from 'vitest';
import type { ClusterWorkload, WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import type { ManifestInput } from './input.js';
import type { Container, PodTemplate } from './objects.js';
import { podTemplate } from './pod.js';
import { defaultWorkload, fullWorkload, inputOf } from './testing.js';

function podOf(
  more: Partial<ClusterWorkload> = {},
  input: Partial<ManifestInput> = {},
  kind: WorkloadKind = 'Job'
): PodTemplate {
  const workload = { ...defaultWorkload(kind, 3), ...more };
  const rank = { role: 'worker', env: [] } as const;
  return podTemplate(inputOf(kind, { workload, ...input }), rank, {});
}

const containers = ({ spec }: PodTemplate): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers
];

describe('a pod', () => {
  it.each(['Job', 'PyTorchJob', 'TFJob'] as const)(
    'of a %s is what Pod Security “restricted” wants',
    kind => {
      const pod = podOf(fullWorkload(kind, 3), {}, kind);
      expect(pod.spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' }
      });
      for (const { securityContext } of containers(pod)) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] }
        });
      }
      const kinds = pod.spec.volumes.flatMap(volume =>
        Object.keys(volume).filter(field => field !== 'name')
      );
      const allowed = ['emptyDir', 'configMap', 'persistentVolumeClaim'];
      expect(allowed).toEqual(expect.arrayContaining(kinds));
    }
  );

  it('gets no proxy that would never end, by label and by annotation', () => {
    const { labels, annotations } = podOf().metadata;
    expect(labels['sidecar.istio.io/inject']).toBe('false');
    expect(annotations['sidecar.istio.io/inject']).toBe('false');
  });

  it('unpacks in the rank, for which a sidecar waits that prints events beside it', () => {
    const pod = podOf();
    const [events, rank, ...others] = containers(pod);
    expect(others).toEqual([]);
    expect(rank).toMatchObject({
      command: [
        ...['python3', '-I', '/jkf/bundle/unpack.py', '/jkf/bundle', '/jkf/run/work'],
        ...['python3', '-u', '.jkf/runner', 'pod']
      ],
      resources: { limits: { cpu: '2', memory: '4160Mi' } }
    });
    expect(events).toMatchObject({
      restartPolicy: 'Always',
      command: [
        ...['python3', '-I', '/jkf/bundle/unpack.py', 'wait', '/jkf/run/work'],
        ...['python3', '-u', '.jkf/runner', 'follow']
      ],
      resources: { limits: { cpu: '100m', memory: '64Mi' } }
    });
    expect(rank?.image).toBe(events?.image);
  });

  it('has no sidecar where the cluster would wait for it to end', () => {
    const cluster = { nativeSidecars: false };
    const pod = podOf({}, { cluster });
    expect(pod.spec).not.toHaveProperty('initContainers');
    expect(pod.spec.containers[0]?.env).toContainEqual({
      name: 'JKF_EVENTS_IN_LOG',
      value: '1'
    });
  });

  it('unpacks from the image when the bundle is there', () => {
    const delivery = { kind: 'image', folder: '/opt/jkf' } as const;
    const pod = podOf({}, { delivery });
    const unpack = ['python3', '-I', '/opt/jkf/.jkf/runner/jkf_runner/unpack.py'];
    const [events, rank] = containers(pod);
    expect(rank?.command.slice(0, 5)).toEqual([...unpack, '/opt/jkf', '/jkf/run/work']);
    expect(events?.command.slice(0, 5)).toEqual([...unpack, 'wait', '/jkf/run/work']);
    expect(pod.spec.volumes.map(({ name }) => name)).not.toContain('jkf-bundle');
  });

  it('mounts an image with the bundle, and unpacks from it as from any folder', () => {
    const reference = `r/runs@sha256:${'1'.repeat(64)}`;
    const pod = podOf({}, { delivery: { kind: 'image-volume', reference } });
    expect(pod.spec.volumes).toContainEqual({
      name: 'jkf-bundle',
      image: { reference, pullPolicy: 'IfNotPresent' }
    });
    const unpack = ['python3', '-I', '/jkf/bundle/.jkf/runner/jkf_runner/unpack.py'];
    const [events, rank] = containers(pod);
    expect(rank?.command.slice(0, 5)).toEqual([
      ...unpack,
      ...['/jkf/bundle', '/jkf/run/work']
    ]);
    expect(events?.command.slice(0, 5)).toEqual([...unpack, 'wait', '/jkf/run/work']);
    for (const { image, volumeMounts } of containers(pod)) {
      expect(image).toBe(inputOf('Job').image.reference);
      expect(volumeMounts).toContainEqual({
        ...{ name: 'jkf-bundle', mountPath: '/jkf/bundle', readOnly: true }
      });
    }
  });

  it('counts shared memory into the limit, for it is the container’s', () => {
    const GIB = 1024 ** 3;
    const pod = podOf({ memoryBytes: 2 * GIB, shmBytes: GIB });
    expect(pod.spec.volumes).toContainEqual({
      name: 'jkf-shm',
      emptyDir: { medium: 'Memory', sizeLimit: '1Gi' }
    });
    expect(pod.spec.containers[0]?.resources.limits['memory']).toBe('3Gi');
    const none = podOf({ shmBytes: 0 });
    expect(none.spec.volumes.map(({ name }) => name)).not.toContain('jkf-shm');
  });

  it('asks for what it may use, so that it is evicted last', () => {
    for (const { resources } of containers(podOf(fullWorkload('Job', 3))))
      expect(resources.requests).toEqual(resources.limits);
  });

  it('may write as much as the plan says, and gets time to end', () => {
    const { spec } = podOf();
    expect(spec.volumes[0]).toEqual({
      name: 'jkf-run',
      emptyDir: { sizeLimit: '10Gi' }
    });
    expect(spec.terminationGracePeriodSeconds).toBe(15);
  });

  it('bears the taint of nodes with GPUs, and asks for the type', () => {
    const gpu = {
      count: 1,
      resource: 'amd.com/gpu',
      type: { label: 'amd.com/gpu.product', value: 'MI300X' }
    };
    expect(podOf({ gpu }).spec).toMatchObject({
      nodeSelector: { 'amd.com/gpu.product': 'MI300X' },
      tolerations: [{ key: 'amd.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]
    });
  });

  it('gets a token for the API only with a service account that was chosen', () => {
    expect(podOf().spec.automountServiceAccountToken).toBe(false);
    expect(podOf({ serviceAccount: 'x' }).spec).toMatchObject({
      serviceAccountName: 'x',
      automountServiceAccountToken: true
    });
  });

  it('has one volume for a claim that is mounted twice', () => {
    const { spec } = podOf({
      volumes: [
        { kind: 'existing', claim: 'data', path: '/a' },
        { kind: 'existing', claim: 'data', path: '/b' }
      ]
    });
    const claims = spec.volumes.filter(volume => volume.persistentVolumeClaim);
    expect(claims).toEqual([
      { name: 'pvc-0', persistentVolumeClaim: { claimName: 'data' } }
    ]);
    expect(spec.containers[0]?.volumeMounts.slice(-2)).toEqual([
      { name: 'pvc-0', mountPath: '/a' },
      { name: 'pvc-0', mountPath: '/b' }
    ]);
  });
});
