/** Chooses the cluster that `test/cluster/browser.test.ts` provides, in the form. */
import { expect } from '@playwright/test';
import { join } from 'node:path';
import { DRAFTS } from '../support/folders.js';
import type { Lab } from '../support/lab.js';

export const given = (name: string): string => process.env[`JKF_UI_${name}`] ?? '';
export const context = given('CONTEXT');

/** A run may wait for the node, and for its image. */
export const RUN_MS = 180_000;

/** A namespace, an image and small pods. @param image - default: that with PyTorch */
export async function choosePlace(
  lab: Lab,
  namespace: string,
  image = given('TORCH')
): Promise<void> {
  const { plan } = lab.panel;
  await expect(plan.getByLabel('Where')).toBeVisible();
  await plan.getByLabel('Where').selectOption(`context:${context}`);
  await fill(lab, 'Namespace', namespace);
  await fill(lab, 'Image', image);
  const body = await lab.panel.open('Resources');
  for (const [name, value] of [
    ['CPU', '0.25'],
    ['Memory', '1 GiB']
  ] as const) {
    const field = body.getByLabel(name);
    await field.fill(value);
    await field.press('Enter');
  }
  await expect(plan.getByRole('button', { name: /^Run on / })).toHaveText(
    `Run on ${context} / ${namespace}`
  );
}

/** The same, for a plan that may be run. */
export async function choose(
  lab: Lab,
  namespace: string,
  image = given('TORCH')
): Promise<void> {
  await choosePlace(lab, namespace, image);
  await lab.panel.planned();
}

async function fill(lab: Lab, label: string, value: string): Promise<void> {
  const field = lab.panel.plan.getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Themes by the names that pictures bear. */
export const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark'
} as const;

/** Whether pictures are wanted. */
export const pictures = process.env['JKF_UI_PICTURES'] === '1';

export async function picture(lab: Lab, name: string, folder = DRAFTS): Promise<void> {
  await lab.page.mouse.move(0, 0);
  await lab.page.screenshot({
    path: join(folder, `${name}.png`),
    animations: 'disabled',
    caret: 'hide'
  });
}
