/** The keyboard alone, from opening a notebook to reading its result. */
import { expect, test } from '../support/fixtures.js';
import { tabTo } from '../support/keyboard.js';

test.describe('with the keyboard alone', () => {
  test('a notebook is opened, run, and its result read', async ({
    lab,
    notebook,
    page
  }) => {
    await notebook('keys.ipynb', ['x = 6', 'print("the answer is", x * 7)']);
    await lab.open();
    const { keyboard } = page;
    await lab.chooseByKeys('Open from Path');
    await expect(page.getByRole('dialog')).toBeVisible();
    await keyboard.type('keys.ipynb');
    await keyboard.press('Enter');
    await expect(lab.cell(1)).toBeVisible();
    await keyboard.press('ControlOrMeta+Shift+Enter');
    await expect(lab.panel.rows('keys')).toHaveCount(1);
    await expect(lab.panel.run).toBeFocused();
    const [id = ''] = await lab.panel.ids('keys');
    await lab.panel.reaches(id, 'Succeeded');
    await tabTo(lab.panel.opener(lab.panel.row(id)));
    await keyboard.press('Enter');
    const view = lab.runView(id);
    await tabTo(view.root.getByRole('tab', { name: 'Overview' }));
    await keyboard.press('ArrowRight');
    await expect(view.root.getByRole('tab', { name: 'Logs' })).toBeFocused();
    await tabTo(view.log);
    await expect(view.log).toContainText('the answer is 42');
    await keyboard.press('Escape');
    await expect(lab.panel.opener(lab.panel.row(id))).toBeFocused();
    await keyboard.press('Escape');
    await expect(lab.panel.run).toBeFocused();
  });

  test('Escape leaves a search before it leaves the run', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('escape.ipynb', ['print("hello")']));
    const id = await lab.panel.start('escape');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await view.log.focus();
    await lab.page.keyboard.press('/');
    const search = view.root.getByRole('searchbox', { name: 'Search the log' });
    await expect(search).toBeFocused();
    await lab.page.keyboard.type('hello');
    await lab.page.keyboard.press('Escape');
    await expect(search).toHaveValue('');
    await expect(search).toBeFocused();
    await lab.page.keyboard.press('Escape');
    await expect(lab.panel.opener(lab.panel.row(id))).toBeFocused();
  });

  test('rows are walked with arrows, opened with Enter', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('arrows.ipynb', ['print("hello")']));
    for (let run = 0; run < 3; run++) {
      await lab.panel.reaches(await lab.panel.start('arrows'), 'Succeeded');
    }
    const openers = lab.panel.root.getByRole('button', { name: /^Run \S+: Succeeded/ });
    await tabTo(openers.first());
    await lab.page.keyboard.press('ArrowDown');
    await lab.page.keyboard.press('ArrowDown');
    await expect(openers.last()).toBeFocused();
    await lab.page.keyboard.press('Home');
    await expect(openers.first()).toBeFocused();
    await lab.page.keyboard.press('Enter');
    const [newest = ''] = await lab.panel.ids('arrows');
    await expect(lab.runView(newest).root).toBeVisible();
  });

  test('the plan is changed: workers, kind, parameters', async ({ lab, notebook }) => {
    const cells = [{ source: 'epochs = 1', tags: ['parameters'] }, 'print(epochs)'];
    await lab.openWithPanel(await notebook('fields.ipynb', cells));
    await lab.panel.planned();
    const { plan } = lab.panel;
    const { keyboard } = lab.page;
    await plan.getByRole('combobox', { name: 'As' }).focus();
    await tabTo(plan.getByRole('button', { name: 'Workers: one more' }));
    await keyboard.press('Space');
    await expect(lab.panel.run).toHaveAccessibleName(/2 workers/);
    await tabTo(plan.getByRole('button', { name: /^Parameters/ }));
    await keyboard.press('Enter');
    await tabTo(plan.getByRole('textbox', { name: 'epochs' }));
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('5');
    await keyboard.press('Enter');
    await expect(
      plan.getByRole('button', { name: /^Parameters epochs 5/ })
    ).toBeVisible();
  });
});
