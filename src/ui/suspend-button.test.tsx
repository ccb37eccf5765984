// @vitest-environment jsdom
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import { SuspendButton } from './suspend-button.js';

// The icons beside it are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', () => {
  const icon = { react: () => null };
  const Button = (props: React.ButtonHTMLAttributes<HTMLButtonElement>) => (
    <button title={props.title} onClick={props.onClick} />
  );
  return { Button, pauseIcon: icon, runIcon: icon };
});

const CLUSTER = { kind: 'cluster', context: 'c', namespace: 'n' } as const;

function button(run: Partial<Run>, named: boolean, onSuspend = vi.fn()) {
  const place = document.createElement('div');
  const full = { id: 'a-1', ...run } as Run;
  flushSync(() => {
    createRoot(place).render(
      <SuspendButton run={full} named={named} onSuspend={onSuspend} />
    );
  });
  return place.querySelector('button');
}

describe('the button that suspends', () => {
  it.each([
    ['running', true, 'Suspend a-1', true],
    ['suspended', true, 'Resume a-1', false],
    ['pending', false, 'Suspend Run', true],
    ['suspended', false, 'Resume Run', false]
  ] as const)(
    'of a run that is %s, named: %s, is %s',
    (state, named, name, suspend) => {
      const onSuspend = vi.fn();
      const found = button({ state, target: CLUSTER }, named, onSuspend);
      expect(found?.title).toBe(name);
      found?.click();
      expect(onSuspend).toHaveBeenCalledExactlyOnceWith(suspend);
    }
  );

  it('is not there for what has ended or runs on this computer', () => {
    expect(button({ state: 'failed', target: CLUSTER }, true)).toBeNull();
    expect(button({ state: 'running' }, true)).toBeNull();
  });
});
