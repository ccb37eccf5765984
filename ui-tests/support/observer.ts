/** Remembers what a page has said, also when it said it for a moment only. */
import { expect, type Page } from '@playwright/test';

interface SaidWindow {
  jkfSaid?: string[];
}

/** Notes every alert of our widgets from now on. */
export async function listenToAlerts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = [];
    (window as SaidWindow).jkfSaid = said;
    const look = (): void => {
      for (const node of document.querySelectorAll('.jp-kf-panel [role="alert"]')) {
        said.push(node.textContent);
      }
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true
    });
  });
}

/** Some alert said this. */
export async function expectSaid(page: Page, text: RegExp): Promise<void> {
  const said = (): Promise<string> =>
    page.evaluate(() => ((window as SaidWindow).jkfSaid ?? []).join('\n'));
  await expect.poll(said).toMatch(text);
}
