/** JupyterLab starts as fast as without us: the panel's code waits for the panel. */
import { startUpFiles } from '../../scripts/support/start-up.mjs';
import { expect, test } from '../support/fixtures.js';
import type { Lab } from '../support/lab.js';

/** Names of our files that the page has loaded. */
function loaded(lab: Lab): Promise<string[]> {
  return lab.page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter(path => path.includes('/jupyterlab-kubeflow/static/'))
      .map(path => path.slice(path.lastIndexOf('/') + 1))
  );
}

test('only what is measured is loaded before the panel is opened', async ({ lab }) => {
  await lab.open();
  await expect.poll(() => loaded(lab)).toHaveLength(startUpFiles().length);
  // Whatever would come late has come when JupyterLab has nothing left to do.
  await lab.page.waitForLoadState('networkidle');
  expect((await loaded(lab)).sort()).toEqual(startUpFiles().sort());
  await lab.openPanel();
  await expect
    .poll(async () => (await loaded(lab)).length)
    .toBeGreaterThan(startUpFiles().length);
});
