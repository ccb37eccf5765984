// @vitest-environment jsdom
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import { RunViewContext, type RunContext } from './context.js';
import { RerunForm } from './rerun-form.js';

// The icons beside it are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', () => ({
  Button: (props: React.ButtonHTMLAttributes<HTMLButtonElement>) => (
    <button {...props} />
  )
}));

const parameter = { name: 'title', type: 'str', defaultSource: '"a"' };

/** The open form of a run with one parameter. */
function form() {
  const askForChanges = vi.fn();
  const context = {
    session: { detail: { plan: { parameters: [parameter] } } },
    actions: { askForChanges }
  } as unknown as RunContext;
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  flushSync(() => {
    root.render(
      <RunViewContext.Provider value={context}>
        <RerunForm run={{ id: 'digits-a' } as Run} />
      </RunViewContext.Provider>
    );
  });
  const field = place.querySelector('input');
  if (!field) throw new Error('There is no field.');
  return { field, askForChanges };
}

/** Presses Escape; whether somebody had a use for it. */
function escape(field: HTMLElement): boolean {
  const event = new KeyboardEvent('keydown', {
    key: 'Escape',
    bubbles: true,
    cancelable: true
  });
  field.dispatchEvent(event);
  return event.defaultPrevented;
}

describe('Escape in the form of parameters', () => {
  it('closes it when nothing was changed', () => {
    const { field, askForChanges } = form();
    expect(escape(field)).toBe(true);
    expect(askForChanges).toHaveBeenCalledWith(false);
  });

  it('keeps what was typed, and does not leave the run', () => {
    const { field, askForChanges } = form();
    field.value = 'b';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    expect(escape(field)).toBe(true);
    expect(askForChanges).not.toHaveBeenCalled();
    expect(field.value).toBe('b');
  });
});
