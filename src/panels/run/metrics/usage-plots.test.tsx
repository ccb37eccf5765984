// @vitest-environment jsdom
import type { Run, RunState } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import { RunViewContext, type RunContext } from '../context.js';
import { Story } from '../story.js';
import { UsagePlots } from './usage-plots.js';

// Vega and JupyterLab's icons need a browser.
vi.mock('./plot.js', () => ({
  Plot: ({ name, text }: { readonly name: string; readonly text: string }) => (
    <p>{`${name}: ${text}`}</p>
  )
}));

/** What the section says of a run, after these measurements of rank 0 in cores. */
function said(state: RunState, complete: boolean, ...cpus: number[]): string {
  const story = new Story();
  story.read(
    cpus.map(cpu => ({
      rank: 0,
      event: { kind: 'usage', time: 1, cpu, memoryBytes: 2 ** 20 }
    }))
  );
  const session = { story, followed: { complete } };
  const place = document.createElement('div');
  flushSync(() => {
    createRoot(place).render(
      <RunViewContext.Provider value={{ session } as unknown as RunContext}>
        <UsagePlots run={{ id: 'a', state, createdAt: 0 } as Run} />
      </RunViewContext.Provider>
    );
  });
  return place.textContent;
}

describe('the section of CPU and memory', () => {
  it.each([
    ['running', false, 'Not measured yet.'],
    ['succeeded', false, 'Loading …'],
    [
      'succeeded',
      true,
      'Not measured: the run was too short, or its system does not tell.'
    ]
  ] as const)('says of a run that is %s, all read: %s: %s', (state, complete, text) => {
    expect(said(state, complete)).toBe(`CPU and memory${text}`);
  });

  it('has both plots as soon as something was measured', () => {
    const text = said('running', false, 0.25, 0.5);
    expect(text).toBe('CPU and memoryCPU: 0.5 CPUMemory: 1.0 MiB');
  });
});
