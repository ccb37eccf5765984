/** The first minute: nothing has run yet, and there is something to try. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.js';
import { EXAMPLES } from '../support/folders.js';

const EXAMPLE = 'digits.ipynb';

test.describe('before the first run', () => {
  test('the panel leads to an example, and its plan is shown', async ({
    lab,
    server
  }) => {
    await rm(join(server.root, EXAMPLE));
    await lab.open();
    await lab.openPanel();
    await lab.panel.root.getByRole('button', { name: 'Open an example' }).click();
    await expect(lab.panel.plan).toHaveAccessibleName(`Plan of ${EXAMPLE}`);
    await lab.panel.planned();
    const text = (folder: string): Promise<string> =>
      readFile(join(folder, EXAMPLE), 'utf8');
    const written = sourcesOf(await text(server.root));
    expect(written).toEqual(sourcesOf(await text(EXAMPLES)));
  });

  test('an example that is there already is opened as it is', async ({ lab }) => {
    await lab.open();
    await lab.choose('Open an Example Notebook');
    await expect(lab.notebook).toContainText('Handwritten digits');
    await expect(lab.page.getByRole('tab', { name: EXAMPLE })).toBeVisible();
  });

  test('a notebook of the same name is left alone', async ({
    lab,
    notebook,
    server
  }) => {
    const path = join(server.root, EXAMPLE);
    const shipped = await readFile(path, 'utf8');
    await notebook(EXAMPLE, ['mine = 1']);
    const mine = await readFile(path, 'utf8');
    await lab.open();
    await lab.choose('Open an Example Notebook');
    await expect(lab.page.getByRole('tab', { name: 'digits-2.ipynb' })).toBeVisible();
    expect(await readFile(path, 'utf8')).toBe(mine);
    await writeFile(path, shipped);
    await rm(join(server.root, 'digits-2.ipynb'));
  });
});

test.describe('in Korean', () => {
  test.use({ preferences: { theme: 'JupyterLab Light', locale: 'ko_KR' } });

  test('settings are found by their Korean names', async ({ lab }) => {
    await lab.open();
    await lab.execute('jupyterlab-kubeflow:open-settings');
    const editor = lab.page.locator('#setting-editor');
    await expect(editor.getByText('실행이 끝나면 알림')).toBeVisible();
    await editor.getByText('실행: 클릭하기 전').first().click();
    await expect(editor.getByText('클릭하기 전에 푸시 준비')).toBeVisible();
  });
});

function sourcesOf(text: string): string[] {
  const { cells } = JSON.parse(text) as { cells: { source: string | string[] }[] };
  return cells.map(({ source }) =>
    typeof source === 'string' ? source : source.join('')
  );
}
