/** The same in Korean: JupyterLab's own language pack, our own catalogue. */
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { CATALOGUE } from '../support/folders.js';
import { tabTo } from '../support/keyboard.js';

const TABS = ['개요', '로그', '메트릭', '출력', '노트북', '상세 정보'];

/** Attributes that people read or hear. */
const READ = { 'aria-label': true, title: true, placeholder: true };

/** English texts of the catalogue that a widget shows as they are. */
async function untranslated(widget: Locator): Promise<string[]> {
  const catalogue: unknown = JSON.parse(await readFile(CATALOGUE, 'utf8'));
  const english = new Set(
    Object.entries(catalogue as Record<string, string[]>)
      .filter(([text]) => /[a-z]{3}/i.test(text))
      .filter(([text, translations]) => !translations.includes(text))
      .map(([text]) => text)
  );
  const shown = await widget.evaluate((root, names) => {
    const texts: (string | null)[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    for (const node of root.querySelectorAll('*')) {
      texts.push(...names.map(name => node.getAttribute(name)));
    }
    return texts.map(text => text?.trim() ?? '');
  }, Object.keys(READ));
  return shown.filter(text => english.has(text));
}

test.describe('in Korean', () => {
  test.use({ preferences: { theme: 'JupyterLab Light', locale: 'ko_KR' } });

  test('a notebook is planned, run and looked at', async ({ lab, page }) => {
    await lab.open('digits.ipynb');
    await lab.execute('jupyterlab-kubeflow:open-panel');
    const panel = page.getByRole('region', { name: '실행', exact: true });
    const run = panel.getByRole('button', { name: '이 컴퓨터에서 실행' });
    await expect(run).toBeEnabled();
    const folded = panel.locator('[aria-expanded="false"]');
    while ((await folded.count()) > 0) await folded.first().click();
    expect(await untranslated(panel)).toEqual([]);
    await expectAccessible(page, '#jupyterlab-kubeflow-runs');
    await run.click();
    const row = panel.getByRole('button', { name: /digits-\S+: 성공$/ });
    await expect(row).toBeVisible({ timeout: 60_000 });
    await row.click();
    const view = page.locator('.jp-kf-run-view');
    for (const tab of TABS) {
      await view.getByRole('tab', { name: tab }).click();
      await expect(view.getByRole('tabpanel', { name: tab })).toBeVisible();
      expect(await untranslated(view)).toEqual([]);
    }
    await expectAccessible(page, '.jp-kf-run-view');
  });

  test('a notebook is run and its log read with the keyboard alone', async ({
    lab,
    notebook,
    page
  }) => {
    const { keyboard } = page;
    await lab.open(await notebook('keys-ko.ipynb', ['x = 6', 'print("답은", x * 7)']));
    await lab.cell(1).click();
    await keyboard.press('Escape');
    await keyboard.press('ControlOrMeta+Shift+Enter');
    const row = page.getByRole('button', { name: /keys-ko-\S+: 성공$/ });
    await expect(row).toBeVisible({ timeout: 60_000 });
    await tabTo(row);
    await keyboard.press('Enter');
    const view = page.locator('.jp-kf-run-view');
    await tabTo(view.getByRole('tab', { name: '개요' }));
    await keyboard.press('ArrowRight');
    await expect(view.getByRole('tab', { name: '로그' })).toBeFocused();
    const log = view.getByRole('log');
    await tabTo(log);
    await expect(log).toContainText('답은 42');
    await keyboard.press('Escape');
    await expect(row).toBeFocused();
  });

  test('commands are in the menus', async ({ lab, page }) => {
    await lab.open('digits.ipynb');
    const menus = page.getByRole('menubar').first();
    await menus.getByRole('menuitem', { name: '보기' }).click();
    await expect(
      page.getByRole('menuitem', { name: '실행과 계획 보기' })
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await menus.getByRole('menuitem', { name: '실행', exact: true }).click();
    const item = page.getByRole('menuitem', { name: '계획대로 노트북 실행' });
    await expect(item).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'as Planned' })).toHaveCount(0);
    await item.click();
    await expect(
      page.getByRole('button', { name: /digits-\S+: / }).first()
    ).toBeVisible({
      timeout: 60_000
    });
  });

  test('commands are in the palette', async ({ lab, page }) => {
    await lab.open('digits.ipynb');
    await lab.choose('계획대로 노트북 실행');
    const row = page.getByRole('button', { name: /digits-\S+: 성공$/ });
    await expect(row).toBeVisible({ timeout: 60_000 });
  });

  test('a failure is told in Korean sentences', async ({ lab, notebook, page }) => {
    await lab.open(await notebook('korean.ipynb', ['1 / 0']));
    await lab.execute('jupyterlab-kubeflow:open-panel');
    const panel = page.getByRole('region', { name: '실행', exact: true });
    await panel.getByRole('button', { name: '이 컴퓨터에서 실행' }).click();
    const row = panel.getByRole('button', { name: /korean-\S+: 실패$/ });
    await expect(row).toBeVisible({ timeout: 60_000 });
    await row.click();
    const view = page.locator('.jp-kf-run-view');
    await expect(view.locator('.jp-kf-failure-sentence')).toContainText(/[가-힣]/);
    expect(await untranslated(view)).toEqual([]);
  });
});
