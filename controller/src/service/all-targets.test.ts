import type { ClusterRef, Plan } from '@jupyterlab-kubeflow/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryTarget } from '../adapters/memory/target.js';
import { planOf } from '../core/kubernetes/testing.js';
import { AllTargets, type PlaceTarget } from './all-targets.js';

class MemoryPlace extends MemoryTarget implements PlaceTarget {
  closed = false;

  close(): void {
    this.closed = true;
  }
}

const REF: ClusterRef = { kind: 'cluster', context: 'dev', namespace: 'team-a' };
const OTHER: ClusterRef = { ...REF, namespace: 'team-b' };
const plan = (target: Plan['target']): Plan => ({ ...planOf('none', 1), target });

describe('runs of all places', () => {
  let places: Map<string, MemoryPlace>;
  let local: MemoryPlace;
  let all: AllTargets;
  let now = 0;
  const made = (): MemoryPlace => new MemoryPlace({ now: () => (now += 1) }, () => []);

  beforeEach(() => {
    places = new Map();
    local = made();
    const place = (ref: ClusterRef): Promise<MemoryPlace> => {
      const target = made();
      places.set(ref.namespace, target);
      return Promise.resolve(target);
    };
    all = new AllTargets({ local, known: () => [REF], place });
  });

  const launch = async (id: string, target: Plan['target']): Promise<void> => {
    const { bundle } = plan(target);
    const files = { digest: bundle.digest, files: [], entry: bundle.entry };
    await all.launch({
      id,
      plan: plan(target),
      bundle: { ...files, requirements: [] }
    });
  };

  it('are started where their plan says, and listed together, newest first', async () => {
    await launch('here', { kind: 'local' });
    await launch('there', REF);
    await launch('elsewhere', OTHER);
    expect((await all.list()).map(({ id }) => id)).toEqual([
      'elsewhere',
      'there',
      'here'
    ]);
    expect((await local.list()).map(({ id }) => id)).toEqual(['here']);
    expect(await places.get('team-b')?.list()).toHaveLength(1);
  });

  it('are found by their id, wherever they are', async () => {
    await launch('there', REF);
    const { bundle } = plan(REF);
    const files = { digest: bundle.digest, files: [], entry: bundle.entry };
    await places.get('team-a')?.launch({
      id: 'by-another',
      plan: plan(REF),
      bundle: { ...files, requirements: [] }
    });
    expect((await all.get('by-another')).id).toBe('by-another');
    await all.cancel('by-another');
    await all.remove('by-another');
    await expect(all.get('by-another')).rejects.toMatchObject({
      problem: { code: 'run-unknown' }
    });
  });

  it('of a place that was asked for are listed from then on, and its watches end', async () => {
    await all.at(OTHER);
    await all.list();
    expect([...places.keys()].sort()).toEqual(['team-a', 'team-b']);
    all.close();
    await Promise.resolve();
    expect([...places.values()].every(({ closed }) => closed)).toBe(true);
  });
});
