/** Starting a run: every way, once, and what JupyterLab shows of it. */
import { expect, test } from '../support/fixtures.js';
import type { Lab } from '../support/lab.js';
import { RANK, metric, waitFor } from '../support/programs.js';

/** Every way to start the active notebook, apart from the panel's button. */
const WAYS: Readonly<Record<string, (lab: Lab) => Promise<void>>> = {
  'its shortcut': async lab => {
    await lab.cell(1).click();
    await lab.page.keyboard.press('ControlOrMeta+Shift+Enter');
  },
  'the command palette': lab => lab.choose('Run Notebook as Planned'),
  'the Run menu': async lab => {
    await lab.page.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await lab.page.getByRole('menuitem', { name: 'Run Notebook as Planned' }).click();
  },
  'the context menu of the notebook': async lab => {
    await lab.cell(1).click({ button: 'right' });
    await lab.page.getByRole('menuitem', { name: 'Run Notebook as Planned' }).click();
  },
  'the toolbar and the panel': async lab => {
    await lab.notebook.getByRole('button', { name: 'Show what would run' }).click();
    await lab.panel.planned();
    await lab.panel.run.click();
  }
};

test.describe('a run', () => {
  test('starts with one click, is seen to go on, and ends', async ({
    lab,
    notebook,
    gate
  }) => {
    const cells = [RANK, metric('loss', 3), waitFor(gate.path), 'print("done")'];
    await lab.openWithPanel(await notebook('one-click.ipynb', cells));
    const id = await lab.panel.start('one-click');
    const { panel } = lab;
    const row = panel.row(id);
    await expect(panel.row(id, panel.active)).toBeVisible();
    await expect(row).toContainText('cell 3 of 4');
    await expect(row).toContainText('loss 0.3333');
    await expect(lab.statusItem).toHaveText('1 active run');
    await gate.open();
    await panel.reaches(id, 'Succeeded');
    await expect(panel.row(id, panel.earlier)).toBeVisible();
    await expect(lab.statusItem).toBeHidden();
  });

  test('that ends while nobody sees the list says so', async ({
    lab,
    notebook,
    gate
  }) => {
    const cells = [RANK, waitFor(gate.path)];
    await lab.openWithPanel(await notebook('unseen.ipynb', cells));
    const id = await lab.panel.start('unseen');
    await lab.execute('application:toggle-right-area');
    await expect(lab.panel.root).toBeHidden();
    await gate.open();
    const notice = lab.notice(`Run ${id} succeeded.`);
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Show' }).click();
    await expect(lab.runView(id).root).toBeVisible();
  });

  test('uses the parameters that were edited', async ({ lab, notebook }) => {
    const name = await notebook('parameters.ipynb', [
      { source: 'epochs = 2\nname = "first"', tags: ['parameters'] },
      'print(f"epochs={epochs} name={name}")'
    ]);
    await lab.openWithPanel(name);
    await lab.panel.planned();
    const fields = await lab.panel.open('Parameters');
    await fields.getByRole('textbox', { name: 'epochs' }).fill('7');
    await fields.getByRole('textbox', { name: 'name' }).fill('second');
    await fields.getByRole('textbox', { name: 'name' }).press('Enter');
    await expect(fields.getByRole('button', { name: 'default: 2' })).toBeVisible();
    const id = await lab.panel.start('parameters');
    await lab.panel.reaches(id, 'Succeeded');
    await lab.openRun(id);
    await lab.runView(id).show('Logs');
    await expect(lab.runView(id).log).toContainText('epochs=7 name=second');
  });

  test('is one though its button was clicked twice at once', async ({
    lab,
    gateway,
    notebook
  }) => {
    await lab.openWithPanel(await notebook('twice.ipynb', ['print("once")']));
    await lab.panel.planned();
    await lab.panel.run.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await expect(lab.panel.rows('twice')).toHaveCount(1);
    await expect(
      lab.panel.root.getByRole('button', { name: /Succeeded$/ })
    ).toBeVisible();
    expect(await gateway.runs()).toHaveLength(1);
  });

  test('is one of each when two tabs start the same notebook', async ({
    lab,
    gateway,
    notebook,
    secondTab
  }) => {
    const name = await notebook('tabs.ipynb', ['print("hello")']);
    const other = await secondTab();
    await Promise.all([lab.openWithPanel(name), other.openWithPanel(name)]);
    await Promise.all([lab.panel.planned(), other.panel.planned()]);
    await Promise.all([lab.panel.run.click(), other.panel.run.click()]);
    await expect(lab.panel.rows('tabs')).toHaveCount(2);
    await expect(other.panel.rows('tabs')).toHaveCount(2);
    expect(await gateway.runs()).toHaveLength(2);
  });

  for (const [way, start] of Object.entries(WAYS)) {
    test(`starts by ${way}`, async ({ lab, notebook }) => {
      await lab.open(await notebook('ways.ipynb', ['print("hello")']));
      await start(lab);
      await expect(lab.panel.rows('ways')).toHaveCount(1);
      await expect(
        lab.panel.root.getByRole('button', { name: /Succeeded$/ })
      ).toBeVisible();
    });
  }

  test('is refused by a shortcut as by the button, with the reason in the panel', async ({
    lab,
    gateway,
    notebook
  }) => {
    await lab.open(await notebook('refused-key.ipynb', ['input("?")']));
    await lab.cell(1).click();
    await lab.page.keyboard.press('ControlOrMeta+Shift+Enter');
    await expect(lab.panel.run).toBeDisabled();
    await expect(lab.panel.run).toHaveAccessibleDescription(/input/);
    expect(await gateway.runs()).toEqual([]);
  });
});
