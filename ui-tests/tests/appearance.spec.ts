/** How it looks: narrow and wide, light and dark, for those who see and those who do not. */
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { sidewaysParts } from '../support/layout.js';
import type { Cell } from '../../test/notebooks.js';
import { RANK, metric, waitFor } from '../support/programs.js';

const PANEL = '#jupyterlab-kubeflow-runs';
const VIEW = '.jp-kf-run-view';

const TABS = ['Overview', 'Logs', 'Metrics', 'Outputs', 'Notebook', 'Details'] as const;

/** Lines of the plan that open. */
const LINES = ['Code', 'Parameters', 'Files', 'Packages', 'Checks'];

/** A program that shows all there is, and fails when asked to. */
function everything(gate: string): (string | Cell)[] {
  return [
    { source: 'steps = 3', tags: ['parameters'] },
    RANK,
    metric('loss', 3),
    waitFor(gate),
    'import matplotlib.pyplot as plt\n%matplotlib inline\nplt.plot([1, 2])\nplt.show()',
    'open("result.txt", "w").write("42")\nassert steps == 3, "as asked"'
  ];
}

const LONG = 'a-notebook-whose-name-is-longer-than-any-sidebar-is-wide.ipynb';

test.describe('the panel', () => {
  test('fits 250 pixels with everything open and long names', async ({
    lab,
    notebook
  }) => {
    const cells = [
      {
        source: `a_parameter_with_a_long_name = "${'x'.repeat(80)}"`,
        tags: ['parameters']
      },
      'import matplotlib\nimport an_unknown_module_with_a_name_that_does_not_end',
      'print("epoch 1: a_metric_with_a_long_name=0.123456789")',
      '%timeit 1'
    ];
    await lab.openWithPanel(await notebook(LONG, cells));
    await lab.setSidebarWidth(250);
    await expect(lab.panel.plan.getByRole('button', { name: /^Checks/ })).toBeVisible();
    for (const line of LINES) await lab.panel.open(line);
    await lab.panel.plan.getByRole('button', { name: 'Command', exact: true }).click();
    expect(await sidewaysParts(lab.panel.root)).toEqual([]);
  });

  test('fits 250 pixels with runs in it', async ({ lab, notebook }) => {
    const cells = [
      'print("epoch 1: a_metric_with_a_long_name=0.123456789 another_metric=123456789.5")',
      'raise ValueError("a message that is " + "very " * 20 + "long")'
    ];
    await lab.openWithPanel(await notebook(LONG, cells));
    await lab.setSidebarWidth(250);
    await lab.panel.planned();
    await lab.panel.run.click();
    await expect(
      lab.panel.root.getByRole('button', { name: /: Failed$/ })
    ).toBeVisible();
    expect(await sidewaysParts(lab.panel.root)).toEqual([]);
  });

  test('puts label and value on one line when there is room', async ({ lab }) => {
    await lab.openWithPanel('digits.ipynb');
    await lab.panel.planned();
    const label = lab.panel.plan.getByText('As', { exact: true });
    const field = lab.panel.plan.getByRole('combobox', { name: 'As' });
    const stacked = async (): Promise<boolean> => {
      const [above, below] = [await label.boundingBox(), await field.boundingBox()];
      return (above?.y ?? 0) + (above?.height ?? 0) <= (below?.y ?? 0) + 1;
    };
    await lab.setSidebarWidth(250);
    expect(await stacked()).toBe(true);
    await lab.setSidebarWidth(600);
    await expect.poll(stacked).toBe(false);
  });

  test('has nothing to find for axe without a notebook', async ({ lab }) => {
    await lab.open();
    await lab.openPanel();
    await expect(lab.panel.root).toContainText('No runs yet');
    await expectAccessible(lab.page, PANEL);
  });

  test('has nothing to find for axe when there is no gateway', async ({
    secondServer
  }) => {
    const lab = await secondServer({ JKF_NODE: '/nowhere/node' });
    await lab.openWithPanel('digits.ipynb');
    await expect(lab.panel.root.getByRole('alert').first()).toBeVisible();
    await expectAccessible(lab.page, PANEL);
  });
});

for (const theme of ['Light', 'Dark', 'Dark High Contrast']) {
  test.describe(`in the theme ${theme}`, () => {
    test.use({ preferences: { theme: `JupyterLab ${theme}`, locale: 'default' } });

    test('axe finds nothing in plan, running, finished and failed', async ({
      lab,
      notebook,
      gate
    }) => {
      test.slow();
      await lab.openWithPanel(await notebook('axe.ipynb', everything(gate.path)));
      await lab.panel.planned();
      for (const line of LINES) await lab.panel.open(line);
      await expectAccessible(lab.page, PANEL);
      const id = await lab.panel.start('axe');
      const view = await lab.openRun(id);
      await expect(lab.panel.row(id)).toContainText('cell 4 of 6');
      await expectAccessible(lab.page, PANEL);
      await expectAccessible(lab.page, VIEW);
      await gate.open();
      await lab.panel.reaches(id, 'Succeeded');
      for (const tab of TABS) {
        await view.show(tab);
        await expectAccessible(lab.page, VIEW);
      }
      await view.choose('Run Again with Changes');
      const form = view.root.getByRole('region', { name: 'Run again with changes' });
      await form.getByRole('textbox', { name: 'steps' }).fill('4');
      await expectAccessible(lab.page, VIEW);
      await form.getByRole('button', { name: 'Run Again' }).click();
      const failed = lab.page.locator(`${VIEW}:not([data-run="${id}"])`);
      await expect(
        failed.getByRole('region', { name: 'Why the run failed' })
      ).toBeVisible();
      await failed.getByRole('button', { name: /^Traceback/ }).click();
      await expectAccessible(lab.page, `${VIEW}:not([data-run="${id}"])`);
      await expectAccessible(lab.page, PANEL);
    });
  });
}
