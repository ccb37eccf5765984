/** What the page has prepared before a click: only where the user's settings allow it. */
import type { Page, Route } from '@playwright/test';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CLUSTER_ROUTES,
  ROUTES,
  type PrepareBody
} from '@jupyterlab-kubeflow/protocol';
import { expect, test } from '../support/fixtures.js';

const PATH = 'prepared.ipynb';

/** Plans go into an image; who is asked to prepare one does as the gateway does. */
async function playGateway(page: Page): Promise<{ name: string; body: PrepareBody }[]> {
  const asked: { name: string; body: PrepareBody }[] = [];
  const note = (route: Route, name: string): PrepareBody => {
    const body = route.request().postDataJSON() as PrepareBody;
    asked.push({ name, body });
    return body;
  };
  // Requests that are not to be cached carry the time.
  const api = (path: string): RegExp =>
    new RegExp(`/jupyterlab-kubeflow/api/${path}([?]|$)`);
  await page.route(api(ROUTES.plan), async route => {
    const response = await route.fetch();
    const answer = (await response.json()) as { plan: object };
    const cluster = { delivery: { kind: 'append', push: 'reg.example/team/runs' } };
    const json = { ...answer, plan: { ...answer.plan, cluster } };
    await route.fulfill({ response, json });
  });
  await page.route(api(CLUSTER_ROUTES.prepare), route => {
    const { text } = note(route, 'prepare');
    const prepared = text === undefined ? 'pushed' : 'opened';
    return route.fulfill({ json: { prepared } });
  });
  await page.route(api(CLUSTER_ROUTES.discard), route => {
    note(route, 'discard');
    return route.fulfill({ status: 204 });
  });
  return asked;
}

test('what is edited, saved and closed is told, of registries that are named', async ({
  lab,
  notebook,
  server
}) => {
  const folder = join(server.settings, 'jupyterlab-kubeflow');
  const file = join(folder, 'plan.jupyterlab-settings');
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ prepareRegistries: ['reg.example'] }));
  await notebook(PATH, ['x = 1']);
  const asked = await playGateway(lab.page);
  const texts = () =>
    asked.map(({ name, body }) => [name, body.text?.includes('x = 2')]);

  await lab.openWithPanel(PATH);
  // What is new to JupyterLab may get metadata of a kernel: it is not saved then.
  await expect.poll(texts).toContainEqual(['prepare', false]);
  expect(asked[0]?.body).toMatchObject({ path: PATH, registries: ['reg.example'] });
  await lab.type(1, 'x = 2');
  await expect.poll(() => texts().at(-1)).toEqual(['prepare', true]);
  await lab.save();
  await expect.poll(() => texts().at(-1)).toEqual(['prepare', undefined]);
  await lab.execute('application:close');
  await expect
    .poll(() => asked.at(-1))
    .toEqual({
      name: 'discard',
      body: { path: PATH }
    });
  await rm(file);
});

test('nothing is told before a registry is named', async ({ lab, notebook }) => {
  await notebook(PATH, ['x = 1']);
  const asked = await playGateway(lab.page);
  await lab.openWithPanel(PATH);
  await expect(
    lab.panel.root.getByRole('button', { name: 'Run on this computer' })
  ).toBeEnabled();
  await lab.save();
  await lab.page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
});
