/** A page comes and goes; runs and what is shown of them do not. */
import { expect, test } from '../support/fixtures.js';
import { RANK, numbered, waitFor } from '../support/programs.js';

test.describe('when the page is loaded again', () => {
  test('panel and run are where they were', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('layout.ipynb', ['print("hello")']));
    const id = await lab.panel.start('layout');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await lab.saved(new RegExp(`jupyterlab-kubeflow-run:${id}`));
    await lab.reload();
    await expect(lab.panel.row(id)).toBeVisible();
    await expect(view.root).toBeVisible();
    await expect(view.root).toContainText(id);
  });

  test('choices of the plan are as they were', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('choices.ipynb', ['print("hello")']));
    await lab.panel.planned();
    await lab.panel.setWorkers(4);
    await lab.saved(/"ranks": ?4/);
    await lab.reload();
    await expect(lab.panel.run).toHaveAccessibleName(/4 workers/);
  });

  test('choices that the notebook remembers come with it', async ({
    lab,
    notebook,
    secondTab
  }) => {
    const name = await notebook('remembered.ipynb', ['print("hello")']);
    await lab.openWithPanel(name);
    await lab.panel.planned();
    await lab.panel.setWorkers(2);
    await lab.panel.plan.getByRole('checkbox', { name: /^Remember/ }).check();
    await lab.save();
    const other = await secondTab();
    await other.openWithPanel(name);
    await expect(other.panel.run).toHaveAccessibleName(/2 workers/);
  });
});

test.describe('a run', () => {
  test('goes on without a browser, and is all there in the next', async ({
    lab,
    notebook,
    gateway,
    gate,
    secondTab
  }) => {
    const cells = [RANK, numbered(50), waitFor(gate.path), 'print("after")'];
    await lab.openWithPanel(await notebook('alone.ipynb', cells));
    const id = await lab.panel.start('alone');
    await expect(lab.panel.row(id)).toContainText('cell 3 of 4');
    await lab.page.close();
    await gate.open();
    const states = async (): Promise<unknown[]> =>
      (await gateway.runs()).map(({ state }) => state);
    await expect.poll(states).toEqual(['succeeded']);
    const other = await secondTab();
    await other.open();
    await other.openPanel();
    const view = await other.openRun(id);
    await view.show('Logs');
    await expect(view.lines.last()).toContainText('after');
    await view.log.press('Home');
    await expect(view.lines.first()).toContainText('rank 0 line 1');
  });

  test('is the same in two tabs, whichever acts', async ({
    lab,
    notebook,
    gate,
    secondTab
  }) => {
    const name = await notebook('same.ipynb', [RANK, waitFor(gate.path)]);
    const other = await secondTab();
    await lab.openWithPanel(name);
    const id = await lab.panel.start('same');
    await other.open();
    await other.openPanel();
    await other.panel.reaches(id, 'Running');
    const view = await other.openRun(id);
    await view.button('Cancel Run').click();
    await lab.panel.reaches(id, 'Cancelled');
    await lab.panel.delete(id);
    await expect.poll(() => other.panel.row(id).count(), { timeout: 30_000 }).toBe(0);
    await expect(view.root).toContainText('deleted');
  });

  test('is up to date in a tab that slept for an hour', async ({
    lab,
    notebook,
    gate,
    gateway
  }) => {
    await lab.page.clock.install();
    const cells = [RANK, numbered(20), waitFor(gate.path), 'print("awake")'];
    await lab.openWithPanel(await notebook('asleep.ipynb', cells));
    const id = await lab.panel.start('asleep');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await expect(view.lines.last()).toContainText('line 20');
    await lab.setHidden(true);
    await lab.page.clock.fastForward('01:00:00');
    await gate.open();
    await expect.poll(async () => (await gateway.runs())[0]?.state).toBe('succeeded');
    await lab.setHidden(false);
    await view.reaches('Succeeded');
    await expect(view.lines.last()).toContainText('awake');
    await expect(view.lines.filter({ hasText: /line 20$/ })).toHaveCount(1);
  });
});

test.describe('the notebook of a run that goes on', () => {
  test.beforeEach(async ({ lab, notebook, gate }) => {
    const cells = [RANK, waitFor(gate.path), 'print("finished")'];
    await lab.openWithPanel(await notebook('moving.ipynb', cells));
  });

  test('may be renamed', async ({ lab, gate, page }) => {
    const id = await lab.panel.start('moving');
    await lab.save();
    const renamed = lab.execute('docmanager:rename');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('moved.ipynb');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await renamed;
    await expect(
      lab.panel.root.getByRole('heading', { name: 'moved.ipynb' })
    ).toBeVisible();
    await gate.open();
    await lab.panel.reaches(id, 'Succeeded');
    await lab.panel.planned();
  });

  test('may be closed', async ({ lab, gate }) => {
    const id = await lab.panel.start('moving');
    await lab.save();
    await lab.execute('application:close');
    await expect(lab.panel.root).toContainText('Open a notebook to see its plan.');
    await gate.open();
    await lab.panel.reaches(id, 'Succeeded');
  });

  test('may be deleted: its cells are then sought in vain, the run stays', async ({
    lab,
    gate,
    deleteFile
  }) => {
    const id = await lab.panel.start('moving');
    await lab.save();
    await lab.execute('application:close');
    await deleteFile('moving.ipynb');
    await gate.open();
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await expect(view.lines.last()).toContainText('finished');
    await expect(await view.show('Details')).toContainText('moving.ipynb');
  });
});
