/** What can be done to a run: cancel, repeat, change, compare, delete. */
import { expect, test } from '../support/fixtures.js';
import { RANK, waitFor } from '../support/programs.js';

const PARAMETERS = { source: 'rate = 0.5', tags: ['parameters'] };

test.describe('a run that goes on', () => {
  test.beforeEach(async ({ lab, notebook, gate }) => {
    await lab.openWithPanel(await notebook('going.ipynb', [RANK, waitFor(gate.path)]));
  });

  test('is cancelled from its row', async ({ lab }) => {
    const id = await lab.panel.start('going');
    await lab.panel.row(id).hover();
    await lab.panel
      .row(id)
      .getByRole('button', { name: `Cancel ${id}` })
      .click();
    await lab.panel.reaches(id, 'Cancelled');
  });

  test('is cancelled from its view', async ({ lab }) => {
    const id = await lab.panel.start('going');
    const view = await lab.openRun(id);
    await view.button('Cancel Run').click();
    await view.reaches('Cancelled');
    await expect(view.button('Cancel Run')).toHaveCount(0);
  });

  test('is in the panel of running things, and cancelled from there', async ({
    lab,
    page
  }) => {
    const id = await lab.panel.start('going');
    await lab.execute('running:show-panel');
    const entry = page.locator('.jp-RunningSessions-item').filter({ hasText: id });
    await expect(entry).toBeVisible();
    await entry.hover();
    await entry.getByTitle('Cancel').click();
    await lab.panel.reaches(id, 'Cancelled');
    await expect(entry).toHaveCount(0);
  });
});

test.describe('a run that has ended', () => {
  test.beforeEach(async ({ lab, notebook }) => {
    const cells = [PARAMETERS, 'print(f"epoch 1: score={rate * 2}")'];
    await lab.openWithPanel(await notebook('ended.ipynb', cells));
  });

  test('is run again as it was', async ({ lab, gateway }) => {
    const first = await lab.panel.start('ended');
    await lab.panel.reaches(first, 'Succeeded');
    await lab.panel.row(first).hover();
    await lab.panel
      .row(first)
      .getByRole('button', { name: `Run ${first} again` })
      .click();
    await expect(lab.panel.rows('ended')).toHaveCount(2);
    const parents = async (): Promise<unknown[]> =>
      (await gateway.runs()).map(({ parent }) => parent ?? '');
    await expect.poll(parents).toEqual([first, '']);
  });

  test('is run again with changes, and compared', async ({ lab }) => {
    const first = await lab.panel.start('ended');
    await lab.panel.reaches(first, 'Succeeded');
    const view = await lab.openRun(first);
    await view.choose('Run Again with Changes');
    const form = view.root.getByRole('region', { name: 'Run again with changes' });
    await form.getByRole('textbox', { name: 'rate' }).fill('2');
    await form.getByRole('button', { name: 'Run Again' }).click();
    await expect(lab.panel.rows('ended')).toHaveCount(2);
    const [second = ''] = (await lab.panel.ids('ended')).filter(id => id !== first);
    const next = lab.runView(second);
    await next.reaches('Succeeded');
    const table = next.root.getByRole('region', { name: 'Comparison' });
    await expect(table.getByRole('row', { name: /^rate/ })).toHaveText(/rate.*2.*0\.5/);
    await expect(table.getByRole('row', { name: /^score/ })).toHaveText(/score.*4.*1/);
    const metrics = await next.show('Metrics');
    await metrics.getByRole('combobox', { name: 'Compare with' }).selectOption(first);
    await expect(
      metrics.getByRole('img', { name: /^score: last value 4/ })
    ).toBeVisible();
  });

  test('is deleted, which can be undone', async ({ lab, gateway }) => {
    const id = await lab.panel.start('ended');
    await lab.panel.reaches(id, 'Succeeded');
    await lab.panel.delete(id);
    await expect(lab.panel.row(id)).toHaveCount(0);
    await lab.page.getByRole('button', { name: 'Undo' }).click();
    await expect(lab.panel.row(id)).toBeVisible();
    expect(await gateway.runs()).toHaveLength(1);
  });

  test('is gone for good when nobody undoes it', async ({ lab, gateway }) => {
    const id = await lab.panel.start('ended');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await lab.panel.delete(id);
    await expect(view.root).toContainText('deleted');
    await expect(lab.page.getByRole('button', { name: 'Undo' })).toBeHidden();
    await expect.poll(() => gateway.runs()).toEqual([]);
    await lab.reload();
    await expect(lab.panel.row(id)).toHaveCount(0);
  });
});
