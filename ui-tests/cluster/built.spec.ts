/** What wheels cannot bring is built in the cluster, and the run shows how. */
import type { Locator } from '@playwright/test';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { DRAFTS, IMAGES } from '../support/folders.js';
import { choosePlace, given, picture, pictures, RUN_MS, THEMES } from './choose.js';

const FILES = {
  'debian.ipynb': [
    '!apt-get update && apt-get install -y jkf-hello',
    'import subprocess\nprint("it says", subprocess.check_output("jkf-hello", text=True))'
  ]
};

async function leftOutAndBack(built: Locator): Promise<void> {
  await built.getByRole('button', { name: 'Leave jkf-hello out' }).click();
  await expect(built).toContainText('Debian, left out');
  await built.getByRole('button', { name: 'Undo for jkf-hello' }).click();
  await expect(built).toContainText('built in the cluster');
}

for (const [look, theme] of Object.entries(THEMES)) {
  test.describe(`in ${look}`, () => {
    test.use({
      preferences: { theme, locale: 'default' },
      viewport: { width: 1280, height: 900 }
    });

    test('packages of Debian are in the plan, and the log of their build in the run', async ({
      secondServer
    }) => {
      test.setTimeout(3 * RUN_MS);
      const host = given('REGISTRY');
      const env = {
        KUBECONFIG: given('KUBECONFIG'),
        JKF_ADMIN_NAMESPACE: given('ADMIN'),
        JKF_PUSH: `${host}/browser/built-${look}-${String(Date.now())}`,
        JKF_PLAIN_HTTP: host
      };
      const lab = await secondServer(env, FILES);
      await lab.openWithPanel('debian.ipynb');
      await lab.collapseLeft();
      await choosePlace(lab, `browser-built-${look}`, given('DEBIAN'));
      const packages = await lab.panel.open('Packages');
      const built = packages.getByRole('region', { name: 'Built', exact: true });
      await expect(built).toContainText('built in the cluster: jkf-hello (apt)');
      const folder = look === 'light' ? IMAGES : DRAFTS;
      await built.scrollIntoViewIfNeeded();
      if (pictures) await picture(lab, `cluster-built-plan-${look}`, DRAFTS);
      await expectAccessible(lab.page, '.jp-kf-plan');
      await leftOutAndBack(built);
      await lab.panel.planned();
      const id = await lab.panel.start('debian');
      const view = await lab.openRun(id);
      const logs = await view.show('Logs');
      await expect(logs.getByText('Setting up jkf-hello').first()).toBeVisible({
        timeout: RUN_MS
      });
      await lab.panel.reaches(id, 'Succeeded', RUN_MS);
      await expect(logs.getByText('it says hello from a package')).toBeVisible();
      await logs.getByRole('button', { name: 'how the image was built' }).click();
      await expect(logs.getByText('it says hello')).toBeHidden();
      await expect(logs.getByText('Setting up jkf-hello').first()).toBeVisible();
      if (pictures) await picture(lab, `cluster-built-${look}`, folder);
      await expectAccessible(lab.page, '.jp-kf-run-view');
    });
  });
}
