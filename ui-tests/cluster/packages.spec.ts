/** What an image lacks is shown before the click, and there in the pod. */
import type { Locator } from '@playwright/test';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { DRAFTS, IMAGES } from '../support/folders.js';
import type { Lab } from '../support/lab.js';
import { choosePlace, given, picture, pictures, RUN_MS, THEMES } from './choose.js';

/** A notebook with packages of an index, and one of its own. */
const FILES = {
  'packages.ipynb': [
    'import humanize\nimport pandas as pd\nfrom own_tools import double',
    'table = pd.DataFrame({"bytes": [double(500_000)]})\nprint("sum is", humanize.naturalsize(table.bytes.sum()), pd.__version__)'
  ],
  'own_tools/__init__.py': 'def double(x):\n    return 2 * x\n',
  'requirements.txt':
    'humanize==4.11.0\npandas==2.2.3\npython-dateutil==2.9.0.post0\njkf-is-nowhere==1.0\n'
};

/** The layers of a base are read, and an index is asked. */
const LOOK_MS = 120_000;

/** What is where, and what has to be pushed. */
async function hasAllGroups(lab: Lab, packages: Locator): Promise<void> {
  const group = (name: string) => packages.getByRole('region', { name, exact: true });
  const nowhere = group('Cannot be added');
  await expect(nowhere).toContainText('jkf-is-nowhere==1.0', { timeout: LOOK_MS });
  await expect(group('In another version')).toContainText('python-dateutil');
  await expect(group('Added')).toContainText('humanize');
  await expect(group('Added')).toContainText('pandas');
  await expect(group('In the image')).toContainText('numpy');
  await expect(packages).toContainText('To be pushed once, for all: ');
  // The plan's checks know it now, too.
  await expect(lab.page.locator('#jp-kf-blocked')).toContainText('No index has');
}

for (const [look, theme] of Object.entries(THEMES)) {
  test.describe(`in ${look}`, () => {
    test.use({
      preferences: { theme, locale: 'default' },
      viewport: { width: 1280, height: 1100 }
    });

    test('packages are in the image, added or not to be had before the click, and pushed once', async ({
      secondServer
    }) => {
      test.setTimeout(3 * RUN_MS);
      const host = given('REGISTRY');
      // The registry outlives the test.
      const repository = `browser/${look}-${String(Date.now())}`;
      const env = {
        KUBECONFIG: given('KUBECONFIG'),
        JKF_PUSH: `${host}/${repository}`,
        JKF_PLAIN_HTTP: host
      };
      const lab = await secondServer(env, FILES);
      await lab.openWithPanel('packages.ipynb');
      await lab.collapseLeft();
      await choosePlace(lab, `browser-packages-${look}`);
      const packages = await lab.panel.open('Packages');
      const group = (name: string) =>
        packages.getByRole('region', { name, exact: true });
      await hasAllGroups(lab, packages);
      await group('In the image').scrollIntoViewIfNeeded();
      const folder = look === 'light' ? IMAGES : DRAFTS;
      if (pictures) await picture(lab, `cluster-packages-${look}`, folder);
      await expectAccessible(lab.page, '.jp-kf-plan');

      await packages.getByRole('button', { name: /^Go on without/ }).click();
      await expect(packages.getByText('Left out')).toBeVisible();
      await expect(group('Added')).toContainText('humanize', { timeout: LOOK_MS });
      await lab.panel.planned();
      const id = await lab.panel.start('packages');
      const view = await lab.openRun(id);
      await lab.panel.reaches(id, 'Succeeded', RUN_MS);
      const logs = await view.show('Logs');
      await expect(logs.getByText('sum is 1.0 MB 2.2.3')).toBeVisible();
      await lab.page.reload();
      const again = await lab.panel.open('Packages');
      await expect(again).toContainText('0 bytes to push', { timeout: LOOK_MS });
    });
  });
}
