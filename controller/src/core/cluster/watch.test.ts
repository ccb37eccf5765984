import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.js';
import type { KubeObject } from './object.js';
import { ObjectStore, type Change } from './store.js';
import { parseWatchLine } from './watch-line.js';

const object = (name: string, resourceVersion: string, uid = name): KubeObject => ({
  metadata: { namespace: 'ada', name, uid, resourceVersion }
});

describe('a line of a watch', () => {
  it.each([
    ['ADDED', 'set'],
    ['MODIFIED', 'set'],
    ['DELETED', 'removed']
  ])('%s is %s', (type, kind) => {
    const pod = object('digits', '7');
    const line = JSON.stringify({ type, object: pod });
    expect(parseWatchLine(line)).toEqual({ kind, object: pod });
  });

  it('that is a bookmark tells the version to go on from', () => {
    const line = '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12"}}}';
    expect(parseWatchLine(line)).toEqual({ kind: 'bookmark', resourceVersion: '12' });
  });

  it('that is cut off at any place is no event', () => {
    const line = JSON.stringify({ type: 'ADDED', object: object('digits', '7') });
    fc.assert(
      fc.property(fc.nat({ max: line.length - 1 }), end => {
        expect(parseWatchLine(line.slice(0, end))).toEqual({ kind: 'invalid' });
      })
    );
  });

  it.each([
    'null',
    '[]',
    '{}',
    '{"type":"ADDED","object":{}}',
    '{"type":"NEW","object":{}}'
  ])('%s is no event', line => {
    expect(parseWatchLine(line)).toEqual({ kind: 'invalid' });
  });
});

/** Replays changes, as a listener would. */
function replay(known: Map<string, KubeObject>, changes: readonly Change[]): void {
  for (const { kind, object: each } of changes) {
    const { name } = each['metadata'] as { name: string };
    if (kind === 'removed') known.delete(name);
    else known.set(name, each);
  }
}

describe('a store', () => {
  const objects = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3), fc.nat(1)), {
      maxLength: 4
    })
    .map(entries => {
      const byName = new Map(
        entries.map(([name, version, uid]) => [
          name,
          object(name, String(version), `${name}${String(uid)}`)
        ])
      );
      return [...byName.values()];
    });
  const steps = fc.array(
    fc.record({ kind: fc.constantFrom('list', 'set', 'remove'), objects })
  );

  it('tells changes from which every listener knows what it knows', () => {
    fc.assert(
      fc.property(steps, sequence => {
        const store = new ObjectStore();
        const known = new Map<string, KubeObject>();
        for (const { kind, objects: given } of sequence) {
          if (kind === 'list') replay(known, store.replace(given));
          for (const each of given) {
            if (kind === 'set') replay(known, store.set(each));
            if (kind === 'remove') replay(known, store.remove(each));
          }
          if (kind === 'list') expect(new Set(store.objects)).toEqual(new Set(given));
          expect([...known.values()].sort(byName)).toEqual(
            [...store.objects].sort(byName)
          );
        }
      })
    );
  });

  const byName = (a: KubeObject, b: KubeObject): number =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

  it('tells nothing of an object in the version it knows', () => {
    const store = new ObjectStore();
    store.set(object('a', '1'));
    expect(store.set(object('a', '1'))).toEqual([]);
    expect(store.replace([object('a', '1')])).toEqual([]);
  });

  it('tells of an object that took the place of another of the same name', () => {
    const store = new ObjectStore();
    store.set(object('a', '1', 'old'));
    expect(store.set(object('a', '2', 'new')).map(({ kind }) => kind)).toEqual([
      'removed',
      'added'
    ]);
    expect(store.remove(object('a', '3', 'old'))).toEqual([]);
  });
});

describe('the wait before another attempt', () => {
  it('grows to its limit, and lies in the upper half', () => {
    const waits = fc.tuple(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true })
    );
    fc.assert(
      fc.property(waits, ([failures, random]) => {
        const wait = backoffMs({ first: 100, most: 30_000 }, failures, random);
        const full = Math.min(30_000, 100 * 2 ** Math.min(failures - 1, 30));
        expect(wait).toBeGreaterThanOrEqual(full / 2);
        expect(wait).toBeLessThanOrEqual(full);
      })
    );
  });

  it('is never shorter than the server asks', () => {
    expect(backoffMs({ first: 100, most: 1000 }, 1, 0, 5000)).toBe(5000);
  });
});
