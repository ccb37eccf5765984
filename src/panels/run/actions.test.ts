// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { CommandIDs, PANEL_ID } from '../../tokens.js';
import { actionsOf, type ViewSetters } from './actions.js';
import type { RunViewOptions } from './options.js';
import type { RunSession } from './session.js';

/** The way back from a run, with the Runs panel in a sidebar that is open or not. */
function backWith(open: boolean) {
  const panel = document.createElement('div');
  panel.id = PANEL_ID;
  // No layout here: a closed sidebar is what has no place in it.
  Object.defineProperty(panel, 'offsetParent', { value: open ? document.body : null });
  document.body.replaceChildren(panel);
  const execute = vi.fn();
  const options = { commands: { execute } } as unknown as RunViewOptions;
  const session = { id: 'digits-a' } as unknown as RunSession;
  actionsOf(options, session, {} as ViewSetters).back();
  return execute;
}

describe('the way back from a run', () => {
  it('leads to its row in the panel', () => {
    expect(backWith(true)).toHaveBeenCalledWith(CommandIDs.openPanel, {
      id: 'digits-a'
    });
  });

  it('opens no sidebar that was closed', () => {
    expect(backWith(false)).not.toHaveBeenCalled();
  });
});
