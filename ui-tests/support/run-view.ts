/** The view of one run in the main area. */
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

export type Tab = 'Overview' | 'Logs' | 'Metrics' | 'Outputs' | 'Notebook' | 'Details';

export class RunView {
  readonly root: Locator;
  readonly log: Locator;
  /** The lines of the log that are in the page. */
  readonly lines: Locator;
  readonly failure: Locator;

  constructor(
    readonly page: Page,
    readonly id: string
  ) {
    this.root = page.locator(`.jp-kf-run-view[data-run="${id}"]`);
    this.log = this.root.getByRole('log', { name: 'Output of the run' });
    this.lines = this.log.locator('.jp-kf-log-row');
    this.failure = this.root.getByRole('region', { name: 'Why the run failed' });
  }

  /** Shows one of the tabs; gives its panel. */
  async show(name: Tab): Promise<Locator> {
    await this.root.getByRole('tab', { name, exact: true }).click();
    const panel = this.root.getByRole('tabpanel', { name });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** A button by its name. */
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** Chooses an entry of the menu behind ⋯. */
  async choose(label: string): Promise<void> {
    await this.button('More actions').click();
    await this.page.getByRole('menuitem', { name: label }).click();
  }

  async reaches(state: string): Promise<void> {
    const facts = this.root.locator('.jp-kf-run-facts');
    await expect(facts).toContainText(state, { timeout: 90_000 });
  }

  /** What a click on this button brings. */
  async download(button: Locator): Promise<Download> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      button.click()
    ]);
    return download;
  }

  /** The whole log as the page has it. */
  async downloadedLines(): Promise<string[]> {
    const download = await this.download(this.button('Download the log'));
    const text = await readFile(await download.path(), 'utf8');
    return text.split('\n').slice(0, -1);
  }
}
