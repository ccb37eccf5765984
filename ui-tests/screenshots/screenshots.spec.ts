/** The pictures of the documentation, from real runs: each state, light and dark. */
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.js';
import { IMAGES } from '../support/folders.js';
import type { Lab } from '../support/lab.js';

const WIDTHS = [250, 600];

const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };

/** The whole window, with the sidebar in each width. */
async function shoot(lab: Lab, name: string, widths = WIDTHS): Promise<void> {
  for (const width of widths) {
    await lab.setSidebarWidth(width);
    await lab.page.mouse.move(0, 0);
    const suffix = widths.length > 1 ? `-${String(width)}` : '';
    const path = join(IMAGES, `${name}${suffix}.png`);
    await lab.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }
}

/** Three workers, and a network that learns long enough to be looked at. */
async function plan(lab: Lab, epochs: number): Promise<void> {
  await lab.openWithPanel('distributed-digits.ipynb');
  await lab.panel.planned();
  await lab.panel.setWorkers(3);
  const fields = await lab.panel.open('Parameters');
  const field = fields.getByRole('textbox', { name: 'epochs' });
  await field.fill(String(epochs));
  await field.press('Enter');
  await lab.panel.plan.getByRole('button', { name: /^Parameters/ }).click();
  await lab.panel.planned();
}

for (const [look, theme] of Object.entries(THEMES)) {
  test.describe(`in ${look}`, () => {
    test.use({
      preferences: { theme, locale: 'default' },
      viewport: { width: 1440, height: 900 }
    });

    test('the plan card', async ({ lab }) => {
      await plan(lab, 20);
      await lab.collapseLeft();
      await shoot(lab, `plan-${look}`);
      for (const line of ['Code', 'Parameters', 'Checks']) await lab.panel.open(line);
      await shoot(lab, `plan-open-${look}`);
    });

    test('a running one, then finished with plot and figure', async ({ lab }) => {
      await plan(lab, 40);
      await lab.collapseLeft();
      const id = await lab.panel.start('distributed-digits');
      const view = await lab.openRun(id);
      await expect(lab.panel.row(id)).toContainText(/accuracy/);
      await shoot(lab, `running-${look}`);
      await view.show('Logs');
      await shoot(lab, `logs-${look}`, [250]);
      await lab.panel.reaches(id, 'Succeeded');
      await lab.page.getByRole('button', { name: 'Hide notification' }).click();
      await view.show('Overview');
      await shoot(lab, `finished-${look}`);
      const metrics = await view.show('Metrics');
      await expect(metrics.locator('.jp-kf-plot svg, .jp-kf-plot canvas')).toHaveCount(
        2
      );
      await shoot(lab, `metrics-${look}`, [250]);
      const outputs = await view.show('Outputs');
      await expect(outputs.getByRole('img', { name: /^Figure/ })).toBeVisible();
      await shoot(lab, `outputs-${look}`, [250]);
    });

    test('a failed one, with cell and line', async ({ lab, notebook }) => {
      const cells = [
        'import os\nrank = int(os.environ.get("RANK", 0))',
        'rates = {"adam": 0.001, "sgd": 0.1}\n\ndef rate_of(optimizer):\n    return rates[optimizer]',
        'for epoch in range(1, 4):\n    print(f"epoch {epoch}: loss={1 / epoch:.4f}")',
        'optimizer = "sgd" if rank < 2 else "adagrad"\nprint(rate_of(optimizer))'
      ];
      await lab.openWithPanel(await notebook('optimizers.ipynb', cells));
      await lab.panel.planned();
      await lab.panel.setWorkers(3);
      await lab.collapseLeft();
      const id = await lab.panel.start('optimizers');
      await lab.panel.reaches(id, 'Failed');
      const view = await lab.openRun(id);
      await view.failure.getByRole('button', { name: /^Traceback/ }).click();
      await lab.page.getByRole('button', { name: 'Hide notification' }).click();
      await shoot(lab, `failed-${look}`);
    });
  });
}
