import { expect, it } from 'vitest';
import { RunState } from './run.js';
import { isActive } from './run-state.js';

it('is active while something may still happen to it', () => {
  const active = RunState.options.filter(state => isActive({ state }));
  expect(active).toEqual(['pending', 'running', 'suspended']);
});
