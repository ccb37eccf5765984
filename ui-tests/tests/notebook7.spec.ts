/** Notebook 7: one document in its page, and the same panel and commands. */
import { expect, test } from '../support/fixtures.js';

test.describe('in Notebook 7', () => {
  test('a notebook is planned, run and looked at', async ({ lab, notebook, page }) => {
    await lab.openInNotebook7(await notebook('seven.ipynb', ['print("in seven")']));
    await page.getByRole('menuitem', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Show Runs and Plan' }).click();
    const id = await lab.panel.start('seven');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await expect(view.log).toContainText('in seven');
  });

  test('the shortcut runs the notebook', async ({ lab, notebook, page }) => {
    await lab.openInNotebook7(await notebook('seven-key.ipynb', ['print("key")']));
    await lab.cell(1).click();
    await page.keyboard.press('ControlOrMeta+Shift+Enter');
    await expect(lab.panel.rows('seven-key')).toHaveCount(1);
  });
});
