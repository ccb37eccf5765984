/**
 * Pictures of real runs, light and dark: those of the documentation, and beside them
 * every state with the narrowest and a wide sidebar, to be looked at.
 */
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.js';
import { DRAFTS, IMAGES } from '../support/folders.js';
import type { Lab } from '../support/lab.js';

const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };

/** Of the sidebar, pixels: the narrowest that must work, one with room. */
const WIDTHS = [250, 600];
const USUAL = 290;

async function save(lab: Lab, folder: string, name: string): Promise<void> {
  await lab.page.mouse.move(0, 0);
  const path = join(folder, `${name}.png`);
  await lab.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}

/** The whole window, in every width of the sidebar. */
async function draft(lab: Lab, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await lab.setSidebarWidth(width);
    await save(lab, DRAFTS, `${name}-${String(width)}`);
  }
  await lab.setSidebarWidth(USUAL);
}

/** Three workers, and a network that learns long enough to be looked at. */
async function planThree(lab: Lab): Promise<void> {
  await lab.openWithPanel('distributed-digits.ipynb');
  await lab.collapseLeft();
  await lab.setSidebarWidth(USUAL);
  await lab.panel.planned();
  await lab.panel.setWorkers(3);
  const fields = await lab.panel.open('Parameters');
  const field = fields.getByRole('textbox', { name: 'epochs' });
  await field.fill('60');
  await field.press('Enter');
  await lab.panel.plan.getByRole('button', { name: /^Parameters/ }).click();
  await lab.panel.planned();
}

/** Fails on one of three ranks, in a function that a later cell calls. */
const OPTIMIZERS = [
  'import os\nrank = int(os.environ.get("RANK", 0))',
  'rates = {"adam": 0.001, "sgd": 0.1}\n\ndef rate_of(optimizer):\n    return rates[optimizer]',
  'for epoch in range(1, 4):\n    print(f"epoch {epoch}: loss={1 / epoch:.4f}")',
  'optimizer = "sgd" if rank < 2 else "adagrad"\nprint(rate_of(optimizer))'
];

for (const [look, theme] of Object.entries(THEMES)) {
  test.describe(`in ${look}`, () => {
    test.use({
      preferences: { theme, locale: 'default' },
      viewport: { width: 1200, height: 720 }
    });

    test('no notebook and no run', async ({ lab }) => {
      await lab.open();
      await lab.openPanel();
      await lab.collapseLeft();
      await draft(lab, `first-use-${look}`);
    });

    test('the plan card', async ({ lab }) => {
      await lab.openWithPanel('digits.ipynb');
      await lab.collapseLeft();
      await lab.setSidebarWidth(USUAL);
      await lab.panel.planned();
      await save(lab, IMAGES, `plan-${look}`);
      await draft(lab, `plan-${look}`);
      for (const line of ['Code', 'Parameters', 'Checks']) await lab.panel.open(line);
      await draft(lab, `plan-open-${look}`);
    });

    test('a running one, then finished with plots and figures', async ({ lab }) => {
      test.setTimeout(600_000);
      await planThree(lab);
      const id = await lab.panel.start('distributed-digits');
      const view = await lab.openRun(id);
      await expect(view.root).toContainText(/epoch [1-4]\d: loss/, {
        timeout: 120_000
      });
      await save(lab, IMAGES, `running-${look}`);
      await draft(lab, `running-${look}`);
      await view.show('Logs');
      await draft(lab, `logs-${look}`);
      await lab.panel.reaches(id, 'Succeeded');
      await view.show('Overview');
      await draft(lab, `finished-${look}`);
      const metrics = await view.show('Metrics');
      await expect(metrics.locator('.jp-kf-plot-area :is(svg, canvas)')).toHaveCount(4);
      await save(lab, IMAGES, `metrics-${look}`);
      await draft(lab, `metrics-${look}`);
      const outputs = await view.show('Outputs');
      await expect(outputs.getByRole('img', { name: /^Figure/ })).toBeVisible();
      await save(lab, IMAGES, `outputs-${look}`);
      await draft(lab, `outputs-${look}`);
      await view.show('Details');
      await draft(lab, `details-${look}`);
    });

    test('a failed one, with cell and line', async ({ lab, notebook }) => {
      await lab.openWithPanel(await notebook('optimizers.ipynb', OPTIMIZERS));
      await lab.collapseLeft();
      await lab.setSidebarWidth(USUAL);
      await lab.panel.planned();
      await lab.panel.setWorkers(3);
      const id = await lab.panel.start('optimizers');
      await lab.panel.reaches(id, 'Failed');
      const view = await lab.openRun(id);
      await view.failure.getByRole('button', { name: /^Traceback/ }).click();
      await save(lab, IMAGES, `failed-${look}`);
      await draft(lab, `failed-${look}`);
    });

    test('a plan that cannot run', async ({ lab, notebook }) => {
      const cells = [
        'import absent_module\nname = input("Who? ")',
        '%unknown',
        'print(name)'
      ];
      await lab.openWithPanel(await notebook('refused.ipynb', cells));
      await lab.collapseLeft();
      await expect(lab.panel.plan).toContainText('cannot run');
      await draft(lab, `refused-${look}`);
      await lab.panel.open('Checks');
      await lab.panel.open('Code');
      await draft(lab, `refused-open-${look}`);
    });

    test('nobody who answers', async ({ lab }) => {
      await lab.page.route('**/jupyterlab-kubeflow/api/**', route => route.abort());
      await lab.page.routeWebSocket(/jupyterlab-kubeflow/, socket => socket.close());
      await lab.openWithPanel('digits.ipynb');
      await lab.collapseLeft();
      await expect(lab.panel.root.getByRole('alert')).toBeVisible();
      await draft(lab, `lost-${look}`);
    });
  });
}
