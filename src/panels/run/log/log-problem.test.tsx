// @vitest-environment jsdom
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';
import { LogProblem } from './log-problem.js';

/** A run that cannot be followed, and what its log says about that. */
function shown(why: Problem | undefined) {
  const followed = {
    problem: why,
    tries: 0,
    retry: () => {
      followed.tries += 1;
    }
  };
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  flushSync(() => {
    root.render(<LogProblem followed={followed} />);
  });
  return { place, followed };
}

describe('a log that cannot be read', () => {
  it('says why, and is read again at a press', () => {
    const why = problem('run-unknown', { id: 'digits-a' });
    const { place, followed } = shown(why);
    expect(place.querySelector('[role="alert"]')?.textContent).toContain(why.sentence);
    place.querySelector('button')?.click();
    expect(followed.tries).toBe(1);
  });

  it('is the only one that does', () => {
    expect(shown(undefined).place.textContent).toBe('');
  });
});
