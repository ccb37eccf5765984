/** The Runs panel in the right sidebar: the plan card and the list of runs. */
import { expect, type Locator, type Page } from '@playwright/test';

export class RunsPanel {
  readonly root: Locator;
  readonly plan: Locator;
  /** The one primary button. */
  readonly run: Locator;
  readonly active: Locator;
  readonly earlier: Locator;

  constructor(readonly page: Page) {
    this.root = page.getByRole('region', { name: 'Runs', exact: true });
    this.plan = this.root.getByRole('region', { name: /^Plan of / });
    this.run = this.plan.getByRole('button', { name: /^Run on / });
    this.active = this.root.getByRole('region', { name: 'Active runs' });
    this.earlier = this.root.getByRole('region', { name: 'Earlier runs' });
  }

  /** The plan is of what the notebook is now, and may be run. */
  async planned(): Promise<void> {
    await expect(this.run).toBeEnabled();
    await expect(this.plan.locator('[aria-busy="true"]')).toHaveCount(0);
  }

  /** Nothing is wrong between page and gateway. */
  async connected(): Promise<void> {
    await expect(this.root.getByRole('alert')).toHaveCount(0, { timeout: 60_000 });
  }

  /** Opens a line of the plan; what it opens into. */
  async open(name: string): Promise<Locator> {
    const button = this.plan.getByRole('button', { name: new RegExp(`^${name}\\b`) });
    const body = await button.getAttribute('aria-controls');
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    return this.plan.locator(`[id="${body ?? ''}"]`);
  }

  /** The rows of the runs that a notebook's name began with; newest first. */
  rows(name: string): Locator {
    return this.root
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `Run ${name}-` }) });
  }

  /** The button of a row that opens its run. */
  opener(row: Locator): Locator {
    return row.getByRole('button', { name: /^Run \S+: / });
  }

  /** Starts the plan and gives the id of the run that came of it. */
  async start(name: string): Promise<string> {
    await this.planned();
    const before = await this.ids(name);
    await this.run.click();
    await expect
      .poll(async () => (await this.ids(name)).length)
      .toBe(before.length + 1);
    const id = (await this.ids(name)).find(one => !before.includes(one));
    if (id === undefined) throw new Error(`No run of ${name} came.`);
    return id;
  }

  /** The row of a run, in the whole panel or in one of its lists. */
  row(id: string, within = this.root): Locator {
    return within
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `Run ${id}: ` }) });
  }

  /** Waits until the run is in this state. */
  async reaches(id: string, state: string, timeout = 90_000): Promise<void> {
    const row = this.root.getByRole('button', { name: `Run ${id}: ${state}` });
    await expect(row).toBeVisible({ timeout });
  }

  /** Changes the number of workers, at least two. */
  async setWorkers(count: number): Promise<void> {
    const field = this.plan.getByRole('textbox', { name: 'Workers' });
    await field.fill(String(count));
    await expect(this.run).toHaveAccessibleName(
      new RegExp(`\\(${String(count)} workers\\)`)
    );
    await this.planned();
  }

  /** Presses the button of a row; a notification offers to undo it. */
  async delete(id: string): Promise<void> {
    await this.row(id).hover();
    await this.row(id)
      .getByRole('button', { name: `Delete ${id}` })
      .click();
  }

  /** Ids of the runs of a notebook, newest first. */
  async ids(name: string): Promise<string[]> {
    const rows = await this.rows(name).all();
    const ids = await Promise.all(rows.map(row => row.getAttribute('data-run')));
    return ids.filter(id => id !== null);
  }
}
