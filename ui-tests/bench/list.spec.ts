/** How long the panel takes to open when there are a thousand runs. `bench/list.mjs` starts it. */
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.js';

const RUNS = 1000;
const COUNT = 7;

/** The run of this id, as often as asked, under other names. */
async function multiply(home: string, id: string): Promise<void> {
  const folder = await folderOf(home, id);
  const state = await readFile(join(folder, id, 'state.json'), 'utf8');
  for (let i = 1; i < RUNS; i += 1) {
    const copy = `${id}-${String(i)}`;
    await cp(join(folder, id), join(folder, copy), { recursive: true });
    const text = state.replaceAll(`"${id}"`, `"${copy}"`);
    await writeFile(join(folder, copy, 'state.json'), text);
  }
}

/** The folder of runs: the one in which this run is. */
async function folderOf(home: string, id: string): Promise<string> {
  const found = await readdir(home, { recursive: true });
  const path = found.find(each => each.endsWith(join(id, 'state.json')));
  if (path === undefined) throw new Error(`no folder of ${id} in ${home}`);
  return join(home, path, '..', '..');
}

test('the panel opens with a thousand runs', async ({ lab, notebook, server }) => {
  await lab.openWithPanel(await notebook('one.ipynb', ['print(1)']));
  const id = await lab.panel.start('one');
  await lab.panel.reaches(id, 'Succeeded');
  await multiply(server.home, id);
  await lab.reload();
  await expect(lab.panel.earlier).toContainText(String(RUNS));
  const times: number[] = [];
  for (let i = 0; i < COUNT; i += 1) {
    await lab.execute('application:toggle-right-area');
    await expect(lab.panel.root).toBeHidden();
    times.push(await lab.page.evaluate(opened));
  }
  const shown = await lab.panel.earlier.getByRole('listitem').count();
  const file = process.env['JKF_BENCH_RESULT'];
  if (file) await writeFile(file, JSON.stringify({ runs: RUNS, times, shown }));
});

/** In the page: milliseconds from the command to the second frame that shows rows. */
async function opened(): Promise<number> {
  const { commands } = (
    window as unknown as {
      jupyterapp: { commands: { execute(id: string): Promise<unknown> } };
    }
  ).jupyterapp;
  const frame = (): Promise<void> =>
    new Promise(resolve => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  const rows = (): boolean =>
    [...document.querySelectorAll('.jp-kf-runs li')].some(
      row => row.getClientRects().length > 0
    );
  const started = performance.now();
  await commands.execute('application:toggle-right-area');
  do await frame();
  while (!rows());
  await frame();
  return performance.now() - started;
}
