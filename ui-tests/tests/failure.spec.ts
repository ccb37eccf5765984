/** A run that fails says where and why, and leads there. */
import { expect, test } from '../support/fixtures.js';
import { RANK } from '../support/programs.js';

const CELLS = [
  RANK,
  'def divide(a, b):\n    return a / b',
  'print("before")\nx = 1\nif rank == "2" or os.environ.get("WORLD_SIZE", "1") == "1":\n    divide(x, 0)'
];

test.describe('a failed run', () => {
  test('names rank, cell and line, and leads to the cell', async ({
    lab,
    notebook
  }) => {
    await lab.openWithPanel(await notebook('fails.ipynb', CELLS));
    await lab.panel.planned();
    await lab.panel.setWorkers(3);
    const id = await lab.panel.start('fails');
    await lab.panel.reaches(id, 'Failed');
    await expect(lab.panel.row(id)).toContainText('ZeroDivisionError');
    const { failure } = await lab.openRun(id);
    await expect(failure).toContainText('Rank 2');
    await expect(failure).toContainText('ZeroDivisionError: division by zero');
    await expect(failure).not.toContainText('jkf ');
    const first = failure.locator('.jp-kf-note-actions').getByRole('button').first();
    await expect(first).toHaveText('Show cell 2, line 2');
    await first.click();
    await expect(lab.cell(2)).toHaveClass(/jp-mod-active/);
    await expect(lab.page.locator('#jp-main-statusbar')).toContainText('Ln 2, Col 1');
  });

  test('has no icon in its row that means two things', async ({ lab, notebook }) => {
    await lab.openWithPanel(await notebook('icons.ipynb', ['1 / 0']));
    const id = await lab.panel.start('icons');
    await lab.panel.reaches(id, 'Failed');
    const icons = await lab.panel
      .row(id)
      .locator('svg[data-icon]')
      .evaluateAll(all => all.map(icon => icon.getAttribute('data-icon')));
    expect(icons).toContain('ui-components:delete');
    expect(new Set(icons).size).toBe(icons.length);
  });

  test('has its traceback folded, and its log at the failure', async ({
    lab,
    notebook
  }) => {
    await lab.openWithPanel(await notebook('traceback.ipynb', CELLS));
    const id = await lab.panel.start('traceback');
    await lab.panel.reaches(id, 'Failed');
    const view = await lab.openRun(id);
    const fold = view.failure.getByRole('button', { name: /^Traceback/ });
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
    await fold.click();
    await expect(view.failure.locator('pre')).toContainText('divide(x, 0)');
    await view.button('Open logs at the failure').click();
    await expect(
      view.lines.filter({ hasText: 'ZeroDivisionError' }).first()
    ).toBeInViewport();
    const place = view.log.getByRole('button', { name: /cell 3/ }).first();
    await place.click();
    await expect(lab.cell(3)).toHaveClass(/jp-mod-active/);
  });

  test('that was killed says by which signal', async ({ lab, notebook }) => {
    const cells = [RANK, 'import signal\nos.kill(os.getpid(), signal.SIGKILL)'];
    await lab.openWithPanel(await notebook('killed.ipynb', cells));
    const id = await lab.panel.start('killed');
    await lab.panel.reaches(id, 'Failed');
    await expect((await lab.openRun(id)).failure).toContainText('SIGKILL');
  });
});
