/** One click to a real cluster, which `test/cluster/browser.test.ts` provides. */
import type { Locator } from '@playwright/test';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { DRAFTS, IMAGES } from '../support/folders.js';
import type { Lab } from '../support/lab.js';
import { RunView } from '../support/run-view.js';
import { choose, context, given, picture, pictures, RUN_MS, THEMES } from './choose.js';

const kubeconfig = given('KUBECONFIG');
const tensorflow = given('TENSORFLOW');

for (const [look, theme] of Object.entries(THEMES)) {
  test.describe(`in ${look}`, () => {
    test.use({
      preferences: { theme, locale: 'default' },
      viewport: { width: 1280, height: 800 }
    });

    test('the digits notebook runs as a Job, is followed, and its results come back', async ({
      secondServer
    }) => {
      test.setTimeout(2 * RUN_MS);
      const lab = await secondServer({ KUBECONFIG: kubeconfig });
      await lab.openWithPanel('digits.ipynb');
      await lab.collapseLeft();
      const namespace = `browser-${look}`;
      await choose(lab, namespace);
      if (pictures)
        await picture(lab, `cluster-plan-${look}`, look === 'light' ? IMAGES : DRAFTS);
      const id = await lab.panel.start('digits');
      await lab.panel.opener(lab.panel.row(id)).click();
      const view = new RunView(lab.page, id);
      await expect(
        lab.page.getByText(`on ${context} / ${namespace}`).first()
      ).toBeVisible();
      if (pictures) await picture(lab, `cluster-waiting-${look}`);
      await lab.panel.reaches(id, 'Succeeded');
      if (pictures)
        await picture(lab, `cluster-run-${look}`, look === 'light' ? IMAGES : DRAFTS);
      const outputs = await view.show('Outputs');
      await expect(outputs.getByRole('img').first()).toBeVisible();
      if (pictures) await picture(lab, `cluster-outputs-${look}`);
      const metrics = await view.show('Metrics');
      const usage = metrics.getByRole('region', { name: 'CPU and memory' });
      await expect(usage).toContainText(/CPU, limit 0.25 CPU/);
      await expect(usage).toContainText(/MiB, limit \d+(\.\d)? GiB/);
      // The rank and the limit.
      await expect(usage.locator('svg .mark-line path')).toHaveCount(4);
      if (pictures) await picture(lab, `cluster-usage-${look}`);
    });
  });
}

/** Its namespace. */
const RANKS = 'browser-ranks';

const FAILING = [
  'x = 1',
  'def divide(a, b):\n    return a / b',
  'print("before")\ndivide(1, 0)'
];

async function runsOnThreeRanks(lab: Lab): Promise<void> {
  await lab.openWithPanel('torch-ddp.ipynb');
  await lab.collapseLeft();
  await choose(lab, RANKS);
  await lab.panel.setWorkers(3);
  await lab.panel.planned();
  await expect(lab.panel.plan.getByLabel('Workload')).toHaveValue('PyTorchJob');
  const id = await lab.panel.start('torch-ddp');
  const view = await lab.openRun(id);
  await lab.panel.reaches(id, 'Succeeded');
  const logs = await view.show('Logs');
  for (const rank of ['0', '1', '2']) {
    await expect(logs.getByText(rank, { exact: true }).first()).toBeVisible();
  }
  if (pictures) await picture(lab, 'cluster-logs-light', IMAGES);
  await view.show('Metrics');
  if (pictures) await picture(lab, 'cluster-metrics-light');
}

/** On nodes that no one has. */
async function waits(lab: Lab): Promise<void> {
  await labelNodes(lab, 'disk=none');
  const id = await lab.panel.start('fails');
  const told = { timeout: RUN_MS };
  await expect(lab.panel.row(id)).toContainText('No node can take', told);
  const view = await lab.openRun(id);
  if (pictures) await picture(lab, 'cluster-waiting-light', IMAGES);
  const row = lab.panel.row(id);
  await row.getByRole('button', { name: `Suspend ${id}` }).click();
  await lab.panel.reaches(id, 'Suspended');
  await view.button('Resume Run').click();
  await expect(row).toContainText('No node can take', told);
  await row.click({ button: 'right' });
  await lab.page.getByRole('menuitem', { name: 'Suspend Run' }).click();
  await lab.panel.reaches(id, 'Suspended');
  await row.click({ button: 'right' });
  await expect(lab.page.getByRole('menuitem', { name: 'Suspend Run' })).toHaveCount(0);
  await lab.page.getByRole('menuitem', { name: 'Resume Run' }).click();
  await expect(row).toContainText('No node can take', told);
  await row.getByRole('button', { name: /^Cancel/ }).click();
  await lab.panel.reaches(id, 'Cancelled');
  await labelNodes(lab, '');
}

async function labelNodes(lab: Lab, text: string): Promise<void> {
  const advanced = await lab.panel.open('Advanced');
  const labels = advanced.getByLabel('Node labels');
  await labels.fill(text);
  await labels.press('Enter');
  await lab.panel.planned();
}

async function fails(lab: Lab): Promise<void> {
  const id = await lab.panel.start('fails');
  await lab.panel.reaches(id, 'Failed');
  const { failure } = await lab.openRun(id);
  await expect(failure).toContainText('ZeroDivisionError: division by zero');
  const first = failure.locator('.jp-kf-note-actions').getByRole('button').first();
  await expect(first).toHaveText('Show cell 2, line 2');
  if (pictures) await picture(lab, 'cluster-failed-light', IMAGES);
}

test.describe('a run on the cluster', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('has three ranks in one log, says why it waits, and leads to the cell that failed', async ({
    secondServer
  }) => {
    test.setTimeout(4 * RUN_MS);
    const notebooks = { 'fails.ipynb': FAILING };
    const lab = await secondServer({ KUBECONFIG: kubeconfig }, notebooks);
    await runsOnThreeRanks(lab);
    await lab.openWithPanel('fails.ipynb');
    await choose(lab, RANKS);
    await waits(lab);
    await fails(lab);
  });
});

/** The text of the manifest, once it is there. */
async function manifest(lab: Lab): Promise<Locator> {
  const { plan } = lab.panel;
  await plan.getByRole('button', { name: 'Edit manifest' }).click();
  const text = plan.getByRole('textbox', { name: 'Manifest' });
  await expect(text).toHaveValue(/kind: Job/);
  return text;
}

test.describe('a manifest that is edited', () => {
  test.use({
    preferences: { theme: 'JupyterLab Dark', locale: 'default' },
    viewport: { width: 1280, height: 800 }
  });

  test('says what is wrong with it, runs as it was changed, and can be undone', async ({
    secondServer
  }) => {
    test.setTimeout(2 * RUN_MS);
    const notebooks = { 'short.ipynb': ['print("there")'] };
    const lab = await secondServer({ KUBECONFIG: kubeconfig }, notebooks);
    await lab.openWithPanel('short.ipynb');
    await lab.collapseLeft();
    await choose(lab, 'browser-edited');
    const { plan } = lab.panel;
    const text = await manifest(lab);
    const made = await text.inputValue();
    await text.fill(made.replace('completions: 1', 'completions: 2'));
    await plan.getByRole('button', { name: 'Use changes' }).click();
    await expect(plan.getByText('The manifest changes spec.completions')).toBeVisible();
    if (pictures) await picture(lab, 'cluster-edit-dark');
    await expectAccessible(lab.page, '.jp-kf-plan');
    await text.fill(made.replace('backoffLimit: 0', 'backoffLimit: 3'));
    await text.press('ControlOrMeta+Enter');
    await expect(plan.getByText('spec.backoffLimit')).toBeVisible();
    await expect(text).toHaveCount(0);
    await lab.panel.planned();
    if (pictures) await picture(lab, 'cluster-customised-dark');
    const id = await lab.panel.start('short');
    const view = await lab.openRun(id);
    await lab.panel.reaches(id, 'Succeeded', RUN_MS);
    await expect(view.root.getByText('customised', { exact: true })).toBeVisible();
    const details = await view.show('Details');
    await expect(details.getByText('spec.backoffLimit').first()).toBeVisible();
    await plan.getByRole('button', { name: 'Undo these changes' }).click();
    await expect(plan.getByText('spec.backoffLimit')).toHaveCount(0);
    await expect(await manifest(lab)).toHaveValue(/backoffLimit: 0/);
  });
});

/** Few epochs: that it trains is what is looked at. */
async function brief(lab: Lab): Promise<void> {
  const parameters = await lab.panel.open('Parameters');
  const epochs = parameters.getByLabel('epochs');
  await epochs.fill('2');
  await epochs.press('Enter');
  await lab.panel.planned();
}

/** Starts it; every one of two ranks has said this at its end. */
async function twoRanksSay(lab: Lab, name: string, line: string): Promise<void> {
  const id = await lab.panel.start(name);
  const view = await lab.openRun(id);
  await lab.panel.reaches(id, 'Succeeded', RUN_MS);
  const logs = await view.show('Logs');
  await expect(logs.getByText(line)).toHaveCount(2);
}

test.describe('of other kinds', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('TensorFlow runs on two workers of a TFJob by one click', async ({
    secondServer
  }) => {
    test.setTimeout(3 * RUN_MS);
    const lab = await secondServer({ KUBECONFIG: kubeconfig });
    await lab.openWithPanel('tensorflow-multiworker.ipynb');
    await lab.collapseLeft();
    await choose(lab, 'browser-tfjob', tensorflow);
    await lab.panel.setWorkers(2);
    await brief(lab);
    await expect(lab.panel.plan.getByLabel('Workload')).toHaveValue('TFJob');
    await twoRanksSay(lab, 'tensorflow-multiworker', 'weights equal on 2 workers');
    if (pictures) await picture(lab, 'cluster-tfjob-light');
  });

  test('PyTorch runs on two nodes of a TrainJob by one click', async ({
    secondServer
  }) => {
    test.setTimeout(3 * RUN_MS);
    const lab = await secondServer({ KUBECONFIG: kubeconfig });
    await lab.openWithPanel('torch-ddp.ipynb');
    await lab.collapseLeft();
    await choose(lab, 'browser-trainjob');
    await lab.panel.setWorkers(2);
    await brief(lab);
    await lab.panel.plan.getByLabel('Workload').selectOption('TrainJob');
    const runtime = (await lab.panel.open('Advanced')).getByLabel('Runtime');
    await runtime.fill(given('RUNTIME'));
    await runtime.press('Enter');
    await twoRanksSay(lab, 'torch-ddp', 'parameters equal on 2 ranks');
    if (pictures) await picture(lab, 'cluster-trainjob-light');
  });
});
