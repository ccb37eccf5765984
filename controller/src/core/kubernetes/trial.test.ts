import { describe, expect, it } from 'vitest';
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { fullWorkload, inputOf } from './testing.js';
import { trialOf } from './trial.js';
import type { ManifestInput } from './input.js';

/** With a patch that takes something away. */
function without(kind: WorkloadKind, path: string): ManifestInput {
  const input = inputOf(kind, { workload: fullWorkload(kind, 3) });
  const { plan } = input;
  const cluster = {
    ...{ workload: input.workload, delivery: { kind: 'inline' as const } },
    patch: [{ op: 'remove' as const, path }]
  };
  return { ...input, plan: { ...plan, cluster } as ManifestInput['plan'] };
}

describe('a workload that somebody has taken the pods out of', () => {
  it.each([
    ['Job', '/spec/template'],
    ['PyTorchJob', '/spec/pytorchReplicaSpecs/Worker/template'],
    ['PyTorchJob', '/spec/pytorchReplicaSpecs/Worker/template/spec'],
    ['TFJob', '/spec/tfReplicaSpecs/Worker/template']
  ] as const)('is tried without them: %s without %s', (kind, path) => {
    const { workload, pods } = trialOf(without(kind, path));
    const intact = inputOf(kind, { workload: fullWorkload(kind, 3) });
    expect(workload.kind).toBe(kind);
    expect(pods).toHaveLength(trialOf(intact).pods.length - 1);
  });
});
