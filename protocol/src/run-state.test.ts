import { expect, it } from 'vitest';
import { RunState } from './run.js';
import { isActive, suspensionOf } from './run-state.js';

it('is active while something may still happen to it', () => {
  const active = RunState.options.filter(state => isActive({ state }));
  expect(active).toEqual(['pending', 'running', 'suspended']);
});

const CLUSTER = { kind: 'cluster', context: 'c', namespace: 'n' } as const;

it.each([
  ['pending', 'suspend'],
  ['running', 'suspend'],
  ['suspended', 'resume'],
  ['succeeded', undefined],
  ['failed', undefined],
  ['cancelled', undefined]
] as const)('on a cluster, %s, can be told to %s', (state, expected) => {
  expect(suspensionOf({ state, target: CLUSTER })).toBe(expected);
});

it.each(['build-upload', 'wait-queue'])(
  'that waits for %s can be told neither',
  code => {
    const waiting = { code, params: {}, text: '' };
    const run = { state: 'pending', target: CLUSTER, waiting } as const;
    expect(suspensionOf(run)).toBeUndefined();
  }
);

it('on this computer can be told neither', () => {
  const states = RunState.options.map(state => [
    suspensionOf({ state }),
    suspensionOf({ state, target: { kind: 'local' } })
  ]);
  expect(new Set(states.flat())).toEqual(new Set([undefined]));
});
