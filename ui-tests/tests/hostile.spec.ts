/** Output that wants to harm, and output without end. */
import { expect, test } from '../support/fixtures.js';
import { RANK } from '../support/programs.js';

const LINES = process.env['JKF_SOAK'] === '1' ? 1_000_000 : 200_000;

/** A window of a thousand pixels shows no more lines than this. */
const MOST_ROWS = 150;

const MARKUP = [
  '<script>window.harmed = 1</script>',
  '<img src=x onerror="window.harmed = 2">',
  '<svg onload="window.harmed = 3">',
  '[click](javascript:window.harmed=4)'
];

const CONTROLS = [
  '\\x1b[2J\\x1b[H\\x1b]0;title\\x07cleared',
  '\\x1b[9999999999999;1;1;1mnumber',
  '\\x1b]8;;javascript:window.harmed=5\\x1b\\\\link\\x1b]8;;\\x1b\\\\',
  '\\u202e\\u2066reversed',
  '\\x00\\x01\\x02nothing'
];

test.describe('output', () => {
  test('with markup, scripts and control sequences is shown as text', async ({
    lab,
    notebook,
    page
  }) => {
    const cells = [
      ...MARKUP.map(line => `print(${JSON.stringify(line)})`),
      ...CONTROLS.map(line => `print("${line}")`),
      `class Html:\n    def _repr_html_(self):\n        return ${JSON.stringify(MARKUP[1])}\nHtml()`,
      `raise ValueError(${JSON.stringify(MARKUP.join(' '))})`
    ];
    await lab.openWithPanel(await notebook('hostile.ipynb', cells));
    const id = await lab.panel.start('hostile');
    await lab.panel.reaches(id, 'Failed');
    const view = await lab.openRun(id);
    await expect(view.failure).toContainText('<script>');
    for (const name of ['Notebook', 'Details', 'Outputs', 'Logs'] as const) {
      await view.show(name);
    }
    await view.log.press('Home');
    for (const text of ['<script>', 'onerror', 'cleared', 'link', 'nothing']) {
      await expect(view.lines.filter({ hasText: text }).first()).toBeVisible();
    }
    await expect(view.root.locator('script, img[src="x"], svg[onload]')).toHaveCount(0);
    await expect(view.root.locator('a[href^="javascript"]')).toHaveCount(0);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  });

  test('of a whole notebook is sanitized, too', async ({ lab, notebook, page }) => {
    const html = JSON.stringify(MARKUP.join(''));
    const cells = [`from IPython.display import HTML\nHTML(${html})`];
    await lab.openWithPanel(await notebook('hostile-book.ipynb', cells));
    await lab.panel.planned();
    await lab.panel.plan.getByRole('combobox', { name: 'As' }).selectOption('notebook');
    const id = await lab.panel.start('hostile-book');
    await lab.panel.reaches(id, 'Succeeded');
    const executed = await (await lab.openRun(id)).show('Notebook');
    await expect(executed).toContainText('HTML(');
    await expect(executed.locator('script')).toHaveCount(0);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  });

  test('of one endless line is cut, and says so', async ({ lab, notebook }) => {
    const cells = ['print("x" * 5_000_000)', 'print("after")'];
    await lab.openWithPanel(await notebook('endless.ipynb', cells));
    const id = await lab.panel.start('endless');
    await lab.panel.reaches(id, 'Succeeded');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await expect(view.lines.last()).toContainText('after');
    await expect(view.lines.first()).toContainText('more characters');
  });

  test(`of ${String(LINES)} lines scrolls with a screenful in the page`, async ({
    lab,
    notebook
  }) => {
    test.setTimeout(LINES);
    const write = `sys.stdout.write("".join(f"line {i}\\n" for i in range(1, ${String(LINES)} + 1)))`;
    await lab.openWithPanel(await notebook('long.ipynb', [RANK, write]));
    const id = await lab.panel.start('long');
    const view = await lab.openRun(id);
    await view.show('Logs');
    await view.reaches('Succeeded');
    const last = view.lines.filter({ hasText: `line ${String(LINES)}` });
    await expect(last).toBeInViewport({ timeout: LINES });
    expect(await view.lines.count()).toBeLessThan(MOST_ROWS);
    await view.log.press('Home');
    await expect(view.lines.first()).toContainText(/line 1$/);
    await view.log.evaluate(node => {
      node.scrollTop = node.scrollHeight / 2;
    });
    await expect(view.lines.first()).toContainText(
      new RegExp(
        `line [45]\\d{${String(String(LINES).length - 2)}}|line 1\\d{5}|line 9\\d{4}`
      )
    );
    const field = view.root.getByRole('searchbox', { name: 'Search the log' });
    await field.fill(`line ${String(LINES - 7)}`);
    await field.press('Enter');
    await expect(view.log.locator('mark').first()).toBeInViewport();
    expect(await view.lines.count()).toBeLessThan(MOST_ROWS);
  });
});
