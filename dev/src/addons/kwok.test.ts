import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIMULATED, kwok, simulatedNodes } from './kwok.js';

interface Node {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly taints: readonly { readonly key: string }[] };
  readonly status: { readonly capacity: Readonly<Record<string, string>> };
}

const nodes = (count: number) => simulatedNodes({ count }) as unknown as Node[];

describe('simulated nodes', () => {
  it('have names of their own, and take only pods that say they may be simulated', () => {
    fc.assert(
      fc.property(fc.nat(300), count => {
        const made = nodes(count);
        expect(new Set(made.map(({ metadata }) => metadata.name)).size).toBe(count);
        const kept = made.filter(
          ({ metadata, spec }) =>
            metadata.labels.type === SIMULATED.nodeSelector.type &&
            spec.taints[0]?.key === SIMULATED.tolerations[0].key
        );
        expect(kept).toHaveLength(count);
      })
    );
  });

  it('have what is asked for beside the usual', () => {
    const [node] = simulatedNodes({
      count: 1,
      prefix: 'gpu',
      resources: { 'nvidia.com/gpu': '8' }
    }) as unknown as Node[];
    expect(node?.metadata.name).toBe('gpu-0');
    expect(node?.status.capacity).toMatchObject({ cpu: '64', 'nvidia.com/gpu': '8' });
  });
});

describe('the simulator', () => {
  it('gives addresses from a range that the node sends nowhere', () => {
    const { program, unreachable } = kwok.content({
      image: name => name,
      engine: name => ({
        name,
        version: 'v1',
        binaries: { kwok: '/k' },
        versions: {},
        module: '/m'
      })
    });
    const args = program?.args({ kubeconfig: '/kc', file: name => `/etc/${name}` });
    expect(args).toContain('--config=/etc/stages.yaml');
    expect(args).toContain(`--cidr=${unreachable?.[0] ?? ''}`);
    expect(args).toContain('--kubeconfig=/kc');
    expect(program?.version).toBe('v1');
  });
});
