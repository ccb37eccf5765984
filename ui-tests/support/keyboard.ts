/** The keyboard alone. */
import type { Locator } from '@playwright/test';

/** More stops than any way of ours has. */
const MOST_STOPS = 80;

/** Presses Tab until this has the focus. */
export async function tabTo(target: Locator): Promise<void> {
  const { keyboard } = target.page();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await hasFocus(target)) return;
    await keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached by Tab.`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(node => node === document.activeElement);
}
