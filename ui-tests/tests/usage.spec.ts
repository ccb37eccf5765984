/** CPU and memory of each rank, live and afterwards, narrow and wide, light and dark. */
import type { Locator, Page } from '@playwright/test';
import type { RunDetail } from '@jupyterlab-kubeflow/protocol';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { sidewaysParts } from '../support/layout.js';
import { RANK } from '../support/programs.js';

/** Holds memory, the more the higher the rank, and works until the gate is open. */
const busy = (gate: string): string =>
  [
    'held = bytearray(b"x") * (50_000_000 * (1 + int(rank)))',
    `while not os.path.exists(${JSON.stringify(gate)}):`,
    '    sum(range(100_000))',
    '    time.sleep(0.01)'
  ].join('\n');

const section = (metrics: Locator): Locator =>
  metrics.getByRole('region', { name: 'CPU and memory' });

/** The lines of a plot, by its name. */
const linesOf = (metrics: Locator, name: string): Locator =>
  section(metrics)
    .getByRole('img', { name: new RegExp(`^${name}: last value `) })
    .locator('svg .mark-line path');

/** What a cluster would say of this run: limits of each rank. */
async function withLimits(page: Page, id: string): Promise<void> {
  await page.route(
    url => url.pathname.endsWith(`/runs/${id}`),
    async route => {
      const answer = await route.fetch();
      const detail = (await answer.json()) as RunDetail;
      const workload = { cpu: 2, memoryBytes: 2 ** 30, shmBytes: 0 };
      const plan = { ...detail.plan, cluster: { workload } };
      await route.fulfill({ response: answer, json: { ...detail, plan } });
    }
  );
}

for (const theme of ['Light', 'Dark']) {
  test.describe(`in the theme ${theme}`, () => {
    test.use({ preferences: { theme: `JupyterLab ${theme}`, locale: 'default' } });

    test('each rank has a line that grows, and keeps it after the end', async ({
      lab,
      notebook,
      gate
    }) => {
      const name = await notebook('busy.ipynb', [RANK, busy(gate.path)]);
      await lab.openWithPanel(name);
      await lab.panel.planned();
      await lab.panel.setWorkers(3);
      const id = await lab.panel.start('busy');
      const view = await lab.openRun(id);
      const metrics = await view.show('Metrics');
      for (const plot of ['CPU', 'Memory'])
        await expect(linesOf(metrics, plot)).toHaveCount(3);
      await expect(section(metrics)).toContainText(/Memory.*MiB to \d+ MiB/);
      const shape = (): Promise<string | null> =>
        linesOf(metrics, 'Memory').first().getAttribute('d');
      const before = await shape();
      await expect.poll(shape).not.toBe(before);
      const workers = (await view.show('Overview')).getByRole('region', {
        name: 'Workers'
      });
      await expect(workers.getByRole('row').nth(1)).toContainText(/MiB.*MiB/);
      await gate.open();
      await view.reaches('Succeeded');
      await lab.reload();
      const again = await (await lab.openRun(id)).show('Metrics');
      await expect(linesOf(again, 'CPU')).toHaveCount(3);
      await expectAccessible(lab.page, '.jp-kf-run-view');
    });

    test('the limit is a line, at every width', async ({ lab, notebook, gate }) => {
      await lab.openWithPanel(await notebook('limits.ipynb', [RANK, busy(gate.path)]));
      const id = await lab.panel.start('limits');
      await withLimits(lab.page, id);
      const view = await lab.openRun(id);
      const metrics = await view.show('Metrics');
      await expect(
        section(metrics).getByRole('img', { name: /MiB, limit 1.0 GiB$/ })
      ).toBeVisible();
      for (const plot of ['CPU', 'Memory'])
        await expect(linesOf(metrics, plot)).toHaveCount(2);
      for (const width of [250, 600]) {
        await metrics.evaluate((node, pixels) => {
          node.style.maxWidth = `${String(pixels)}px`;
        }, width);
        await expect
          .poll(async () => (await section(metrics).boundingBox())?.width ?? 0)
          .toBeLessThanOrEqual(width);
        await expect(linesOf(metrics, 'CPU')).toHaveCount(2);
        await expect.poll(() => sidewaysParts(metrics)).toEqual([]);
        await section(metrics).screenshot({
          path: test.info().outputPath(`usage-${theme}-${String(width)}.png`)
        });
      }
      await gate.open();
      await view.reaches('Succeeded');
    });
  });
}
