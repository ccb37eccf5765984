/** The plan card: what would run, and why, as the notebook is in its editor. */
import { expect, test } from '../support/fixtures.js';

test.describe('the plan of a notebook', () => {
  test('shows what would run, each value with its reason', async ({ lab }) => {
    await lab.openWithPanel('digits.ipynb');
    await lab.panel.planned();
    const { plan } = lab.panel;
    await expect(plan.getByRole('combobox', { name: 'As' })).toHaveValue('script');
    await expect(plan.getByRole('combobox', { name: 'Framework' })).toHaveValue('none');
    await expect(plan.getByRole('textbox', { name: 'Workers' })).toHaveValue('1');
    await expect(plan).toContainText('the notebook names the kernel python3');
    await expect(plan).toContainText('the code imports neither torch nor tensorflow');
    for (const line of [/^Code 7 cells/, /^Parameters epochs 15/, /^Packages 3 inst/]) {
      await expect(plan.getByRole('button', { name: line })).toBeVisible();
    }
  });

  test('is of unsaved text, too', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('edited.ipynb', ['x = 1', 'print(x)']));
    await lab.panel.planned();
    await lab.type(2, '%ls -l');
    const cells = await lab.panel.open('Code');
    await expect(cells).toContainText('%ls -l');
    await lab.type(2, 'import torch');
    await expect(lab.panel.plan).toContainText('imports torch');
  });

  test('blocks a refused cell with a sentence and a way there', async ({
    lab,
    notebook
  }) => {
    const cells = ['x = 1', 'name = input("Your name? ")', 'print(name)'];
    await lab.openWithPanel(await notebook('refused.ipynb', cells));
    const { panel } = lab;
    await expect(panel.run).toBeDisabled();
    await expect(panel.run).toHaveAccessibleDescription(/input/);
    await panel.plan.getByRole('button', { name: 'Show cell 2' }).first().click();
    await expect(lab.cell(2)).toHaveClass(/jp-mod-active/);
    await lab.type(2, 'name = "Ada"');
    await expect(panel.run).toBeEnabled();
  });

  test('leads from a reason to its cell and line', async ({ lab, notebook }) => {
    const cells = ['x = 1', 'y = 2\nz = 3\n%timeit y', 'print(z)'];
    await lab.openWithPanel(await notebook('reasons.ipynb', cells));
    await lab.panel.planned();
    const list = await lab.panel.open('Code');
    await list.getByRole('button', { name: /^%timeit y/ }).click();
    await expect(lab.cell(2)).toHaveClass(/jp-mod-active/);
    await expect(lab.page.locator('#jp-main-statusbar')).toContainText('Ln 3, Col 1');
  });

  test('of a long notebook scrolls to a cell that is far away', async ({
    lab,
    notebook
  }) => {
    const cells = Array.from(
      { length: 120 },
      (_, i) => `a${String(i + 1)} = ${String(i)}`
    );
    await lab.openWithPanel(await notebook('far.ipynb', cells));
    await lab.panel.planned();
    const list = await lab.panel.open('Code');
    await list.getByRole('button', { name: /^110 a110 = 109/ }).click();
    const active = lab.notebook.locator('.jp-Cell.jp-mod-active');
    await expect(active).toContainText('a110 = 109');
    await expect(active).toBeInViewport();
  });

  test('takes a function, and asks for its name', async ({ lab, notebook }) => {
    const cells = ['def train(steps=3):\n    print("steps", steps)'];
    await lab.openWithPanel(await notebook('function.ipynb', cells));
    await lab.panel.planned();
    const { plan } = lab.panel;
    await plan.getByRole('combobox', { name: 'As' }).selectOption('function');
    const name = plan.getByRole('combobox', { name: 'Name of the function' });
    await name.fill('train');
    await name.press('Enter');
    await expect(
      plan.getByRole('button', { name: /^Parameters steps 3/ })
    ).toBeVisible();
    const id = await lab.panel.start('function');
    await lab.panel.reaches(id, 'Succeeded');
  });

  test('counts workers, and says so on its button', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('workers.ipynb', ['x = 1']));
    await lab.panel.planned();
    const { plan, run } = lab.panel;
    await plan.getByRole('button', { name: 'Workers: one more' }).click();
    await plan.getByRole('button', { name: 'Workers: one more' }).click();
    await expect(run).toHaveAccessibleName('Run on this computer (3 workers)');
    await expect(run).toBeEnabled();
  });

  test('is there as text: YAML, script and command', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('text.ipynb', ['x = 41', 'print(x + 1)']));
    await lab.panel.planned();
    const { plan } = lab.panel;
    const texts = { YAML: 'schema: 1', Script: 'print(x + 1)', Command: 'jkf run' };
    for (const [name, text] of Object.entries(texts)) {
      await plan.getByRole('button', { name, exact: true }).click();
      await expect(plan.locator('pre')).toContainText(text);
    }
  });

  test('of a broken notebook says what is broken', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('broken.ipynb', ['x = 1', 'if x ==:']));
    await expect(lab.panel.run).toBeDisabled();
    await expect(lab.panel.plan).toContainText('cell 2');
  });

  test('is asked for when there is no notebook', async ({ lab }) => {
    await lab.open();
    await lab.openPanel();
    await expect(lab.panel.root).toContainText('Open a notebook to see its plan.');
    await expect(lab.panel.run).toHaveCount(0);
  });

  test('of 2,000 cells is there, and so is its last cell', async ({
    lab,
    notebook
  }) => {
    const cells = Array.from(
      { length: 2000 },
      (_, i) => `v${String(i + 1)} = ${String(i)}`
    );
    await lab.openWithPanel(await notebook('many.ipynb', cells));
    await lab.panel.planned();
    const list = await lab.panel.open('Code');
    await expect(list.getByRole('button', { name: /^2000 v2000/ })).toBeAttached();
  });
});
