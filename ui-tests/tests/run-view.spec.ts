/** The view of a run: everything about it in one place, live. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.js';
import { RANK, metric, numbered, waitFor } from '../support/programs.js';

const RANKS = [0, 1, 2];

test.describe('the log of a run with three workers', () => {
  test.beforeEach(async ({ lab, notebook }) => {
    const cells = [RANK, numbered(100), 'print("\\x1b[31mred\\x1b[0m and plain")'];
    await lab.openWithPanel(await notebook('three.ipynb', cells));
    await lab.panel.planned();
    await lab.panel.setWorkers(3);
  });

  test('has the lines of all, and of the one that is asked for', async ({ lab }) => {
    const id = await lab.panel.start('three');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    const lines = await view.downloadedLines();
    for (const rank of RANKS) {
      const own = lines.filter(line => line.startsWith(`${String(rank)} `));
      const numbers = own.flatMap(line => / line (\d+)$/.exec(line)?.[1] ?? []);
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)));
    }
    await view.button('rank 1').click();
    await expect(view.lines.last()).toContainText('red and plain');
    await expect(view.log).toContainText('rank 1 line');
    await expect(view.log).not.toContainText('rank 0 line');
    await expect(view.log).not.toContainText('rank 2 line');
  });

  test('is searched, with a count, forwards and backwards', async ({ lab }) => {
    const id = await lab.panel.start('three');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await view.log.press('/');
    const field = view.root.getByRole('searchbox', { name: 'Search the log' });
    await expect(field).toBeFocused();
    await field.fill('line 42');
    const count = view.root.getByRole('search').getByRole('status');
    await expect(count).toHaveText('3 found');
    await field.press('Enter');
    await expect(count).toHaveText('1 of 3');
    await expect(view.log.locator('mark[data-current="true"]')).toHaveText('line 42');
    await field.press('Shift+Enter');
    await expect(count).toHaveText('3 of 3');
    await field.press('Escape');
    await expect(count).toHaveText('');
  });

  test('shows colours as colours, and times when they are wanted', async ({ lab }) => {
    const id = await lab.panel.start('three');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    const line = view.lines.filter({ hasText: 'red and plain' }).first();
    await expect(line).not.toContainText('\u001b');
    const colour = (text: string): Promise<string> =>
      line
        .getByText(text, { exact: true })
        .evaluate(node => getComputedStyle(node).color);
    expect(await colour('red')).not.toBe(
      await line.evaluate(node => getComputedStyle(node).color)
    );
    const clock = /\d\d:\d\d:\d\d/;
    await expect(line).not.toContainText(clock);
    await view.button('Times').click();
    await expect(line).toContainText(clock);
  });
});

test.describe('the log of a run', () => {
  test('follows its end until one scrolls away, and again when asked', async ({
    lab,
    notebook,
    gate
  }) => {
    const cells = [RANK, numbered(300), waitFor(gate.path), numbered(50)];
    await lab.openWithPanel(await notebook('follow.ipynb', cells));
    const id = await lab.panel.start('follow');
    const view = await lab.openRun(id);
    await view.show('Logs');
    const last = view.lines.last();
    await expect(last).toContainText('rank 0 line 300');
    await view.log.press('Home');
    await expect(view.lines.first()).toContainText('rank 0 line 1');
    await expect(view.button('Follow')).toHaveAttribute('aria-pressed', 'false');
    await gate.open();
    await view.reaches('Succeeded');
    await expect(view.lines.first()).toContainText('rank 0 line 1');
    await view.button('Follow').click();
    await expect(last).toContainText('rank 0 line 50');
  });

  test('wraps long lines when asked, and scrolls sideways when not', async ({
    lab,
    notebook
  }) => {
    const cells = ['print("word " * 400 + "END")', 'print("next")'];
    await lab.openWithPanel(await notebook('wrap.ipynb', cells));
    const id = await lab.panel.start('wrap');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await expect(view.lines).toHaveCount(2);
    const sideways = (): Promise<boolean> =>
      view.log.evaluate(node => node.scrollWidth > node.clientWidth + 1);
    await view.button('Wrap').click();
    const pressed = await view.button('Wrap').getAttribute('aria-pressed');
    await expect.poll(sideways).toBe(pressed !== 'true');
    await view.button('Wrap').click();
    await expect.poll(sideways).toBe(pressed === 'true');
  });

  test('of one worker is downloaded as the server has it', async ({
    lab,
    notebook
  }) => {
    await lab.openWithPanel(await notebook('whole.ipynb', [RANK, numbered(5)]));
    const id = await lab.panel.start('whole');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    const download = await view.download(view.button('Download the log'));
    expect(download.suggestedFilename()).toBe(`${id}-rank-0.log`);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.trim().split('\n').at(-1)).toContain('rank 0 line 5');
  });
});

test.describe('the view of a run', () => {
  test('is live: state, progress, last lines, metrics', async ({
    lab,
    notebook,
    gate
  }) => {
    const cells = [RANK, metric('loss', 5), waitFor(gate.path), 'print("the end")'];
    await lab.openWithPanel(await notebook('live.ipynb', cells));
    const id = await lab.panel.start('live');
    const view = await lab.openRun(id);
    await view.reaches('Running');
    const panel = view.root.getByRole('tabpanel');
    await expect(panel.getByRole('region', { name: 'Progress' })).toContainText(
      'cell 3 of 4'
    );
    await expect(panel.getByRole('button', { name: /^loss 0.2/ })).toBeVisible();
    await expect(panel).toContainText('epoch 5: loss=0.2000');
    await gate.open();
    await view.reaches('Succeeded');
    await expect(panel).toContainText('the end');
    await expect(panel.getByRole('region', { name: 'Workers' })).toContainText(
      'succeeded'
    );
  });

  test('has plots, figures and files, to look at and to take away', async ({ lab }) => {
    await lab.openWithPanel('distributed-digits.ipynb');
    await lab.panel.planned();
    await lab.panel.setWorkers(3);
    const fields = await lab.panel.open('Parameters');
    await fields.getByRole('textbox', { name: 'epochs' }).fill('4');
    await fields.getByRole('textbox', { name: 'epochs' }).press('Enter');
    const id = await lab.panel.start('distributed-digits');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    const metrics = await view.show('Metrics');
    const plot = metrics.getByRole('img', { name: /^accuracy: last value 0\.\d+/ });
    await expect(plot.locator('svg, canvas').first()).toBeVisible();
    const png = await view.download(
      metrics.getByRole('button', { name: 'Download the plot of accuracy as PNG' })
    );
    expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');
    const outputs = await view.show('Outputs');
    const figure = outputs.getByRole('img', { name: /^Figure of rank 0, cell \d+/ });
    await expect(figure).toHaveJSProperty('complete', true);
    expect(
      await figure.evaluate((image: HTMLImageElement) => image.naturalWidth)
    ).toBeGreaterThan(100);
    const file = await view.download(
      outputs.getByRole('button', { name: 'Download model.npz' })
    );
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
  });

  test('opens a file it made, beside the notebook', async ({ lab, notebook }) => {
    const cells = ['open("table.csv", "w").write("name,value\\nanswer,42\\n")'];
    await lab.openWithPanel(await notebook('makes.ipynb', cells));
    const id = await lab.panel.start('makes');
    await lab.panel.reaches(id, 'Succeeded');
    const outputs = await (await lab.openRun(id)).show('Outputs');
    await outputs.getByRole('button', { name: 'Open table.csv' }).click();
    const tab = lab.page.getByRole('tab', { name: `${id}-table.csv` });
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  });

  test('has the values of cells, and the plan as it was', async ({ lab, notebook }) => {
    const name = await notebook('values.ipynb', ['x = 6', '{"answer": x * 7}']);
    await lab.openWithPanel(name);
    const id = await lab.panel.start('values');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await expect(await view.show('Notebook')).toContainText("{'answer': 42}");
    const details = await view.show('Details');
    await expect(details).toContainText(id);
    await expect(details).toContainText('values.ipynb');
    await expect(details.getByRole('button', { name: /^Code 2 cells/ })).toBeVisible();
    await expect(details.locator('pre')).toContainText('jkf');
  });

  test('has the executed notebook, which opens as a copy', async ({
    lab,
    notebook
  }) => {
    const name = await notebook('whole-book.ipynb', ['x = 6', 'x * 7']);
    await lab.openWithPanel(name);
    await lab.panel.planned();
    await lab.panel.plan.getByRole('combobox', { name: 'As' }).selectOption('notebook');
    const id = await lab.panel.start('whole-book');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    const executed = await view.show('Notebook');
    await expect(executed).toContainText('42');
    await executed.getByRole('button', { name: 'Open as copy' }).click();
    await expect(lab.notebook.locator('.jp-OutputArea-output')).toContainText('42');
  });
});
