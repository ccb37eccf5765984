// @vitest-environment jsdom
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Boundary } from './boundary.js';

const TEXTS = { log: 'the log', header: 'the header' };

/** Two parts of a panel; the first fails as long as `broken` says so. */
function panel() {
  const state = { broken: true };
  const Part = (): React.JSX.Element => {
    if (state.broken) throw new Error('This value was not expected.');
    return <p>{TEXTS.log}</p>;
  };
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  flushSync(() => {
    root.render(
      <>
        <Boundary part="Logs">
          <Part />
        </Boundary>
        <p>{TEXTS.header}</p>
      </>
    );
  });
  return { state, place };
}

/** React tells the page and the console of every error, caught or not. */
const hush = (event: Event): void => {
  event.preventDefault();
};

beforeEach(() => {
  window.addEventListener('error', hush);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
});

afterEach(() => {
  window.removeEventListener('error', hush);
  vi.restoreAllMocks();
});

describe('a part that fails', () => {
  it('is named, and leaves the others alone', () => {
    const { place } = panel();
    expect(place.querySelector('[role="alert"]')?.textContent).toContain('Logs');
    expect(place.textContent).toContain('the header');
    expect(place.textContent).not.toContain('This value');
  });

  it('can be shown again', () => {
    const { state, place } = panel();
    state.broken = false;
    const button = place.querySelector('button');
    flushSync(() => {
      button?.click();
    });
    expect(place.textContent).toBe('the logthe header');
  });

  it('and fails again says so again', () => {
    const { place } = panel();
    const button = place.querySelector('button');
    flushSync(() => {
      button?.click();
    });
    expect(place.querySelector('[role="alert"]')).not.toBeNull();
  });
});
