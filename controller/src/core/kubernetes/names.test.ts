import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkloadKind, type Replicas } from '@jupyterlab-kubeflow/protocol';
import { nameOf, runId } from '../plan/name.js';
import {
  MAX_LABEL,
  bundleName,
  nameLimit,
  recordName,
  serviceName,
  suffixes
} from './names.js';
import { ROLES_OF_KIND } from './problems.js';

const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Any kind with any roles it has, up to ten thousand replicas each. */
const shapes = fc.constantFrom(...WorkloadKind.options).chain(kind => {
  const replicas = ROLES_OF_KIND[kind].map(role =>
    fc.record({ role: fc.constant(role), count: fc.integer({ min: 1, max: 10_000 }) })
  );
  return fc.record({ kind: fc.constant(kind), replicas: fc.tuple(...replicas) });
});

const titles = fc.string({ unit: 'grapheme', maxLength: 300 });
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('names on the cluster', () => {
  it('are DNS-1035 labels of at most 63 characters, whatever the notebook is called', () => {
    fc.assert(
      fc.property(titles, chances, shapes, (title, chance, { kind, replicas }) => {
        const id = runId(nameOf(`${title}.ipynb`), () => chance);
        expect(id.length).toBeLessThanOrEqual(nameLimit(kind, replicas));
        const derived = suffixes(kind, replicas).map(suffix => id + suffix);
        const all = [id, recordName(id), bundleName(id), serviceName(id), ...derived];
        for (const name of all) {
          expect(name).toMatch(DNS_1035);
          expect(name.length).toBeLessThanOrEqual(MAX_LABEL);
        }
      })
    );
  });

  it('leave room for every id that a caller may choose', () => {
    fc.assert(
      fc.property(shapes, ({ kind, replicas }) => {
        expect(nameLimit(kind, replicas)).toBeGreaterThanOrEqual(40);
      })
    );
  });

  it.each<[WorkloadKind, Replicas[], readonly string[], number]>([
    ['Job', [{ role: 'worker', count: 3 }], ['-2-xxxxx'], 55],
    ['Job', [{ role: 'worker', count: 1 }], ['-0-xxxxx'], 55],
    ['TrainJob', [{ role: 'worker', count: 11 }], ['-node-0', '-node-0-10-xxxxx'], 47],
    [
      'PyTorchJob',
      [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ],
      ['-master-0', '-worker-1'],
      54
    ],
    ['TFJob', [{ role: 'evaluator', count: 1 }], ['-evaluator-0'], 51]
  ])('of a %s with %j end in %j and leave %i', (kind, replicas, ends, limit) => {
    expect(suffixes(kind, replicas)).toEqual(ends);
    expect(nameLimit(kind, replicas)).toBe(limit);
  });
});
