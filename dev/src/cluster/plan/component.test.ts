import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startable, type Component } from './component.js';

const named = (name: string, after: readonly string[] = []): Component => ({
  name,
  after,
  version: '',
  command: name,
  args: [],
  probe: { kind: 'alive' }
});

const none = new Set<string>();
const names = (components: readonly Component[]): string[] =>
  components.map(({ name }) => name);

describe('the order of components', () => {
  const all = [named('a'), named('b', ['a']), named('c', ['a', 'b']), named('d')];

  it('begins with those that wait for nobody', () => {
    expect(names(startable(all, none, none))).toEqual(['a', 'd']);
  });

  it('goes on with those whose predecessors all answer', () => {
    const started = new Set(['a', 'd']);
    expect(names(startable(all, started, new Set(['d'])))).toEqual([]);
    expect(names(startable(all, started, new Set(['a'])))).toEqual(['b']);
  });

  it('starts each once, after its predecessors, whichever answers first', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 })), lists => {
        // Each may only wait for earlier ones.
        const parts = lists.map((list, i) =>
          named(String(i), list.filter(each => each < i).map(String))
        );
        const started: string[] = [];
        for (let round = 0; round <= parts.length; round += 1) {
          const ready = new Set(started);
          const next = startable(parts, ready, ready);
          next.forEach(({ after }) => {
            expect(after.every(each => ready.has(each))).toBe(true);
          });
          started.push(...names(next));
        }
        expect([...started].sort()).toEqual(names(parts).sort());
      })
    );
  });

  it('refuses to wait for what does not exist', () => {
    expect(() => startable([named('a', ['z'])], none, none)).toThrow('a waits for z');
  });
});
