/** The gateway dies, the connection is cut: runs go on, and no line is lost or doubled. */
import { Cable } from '../support/cable.js';
import { expect, test } from '../support/fixtures.js';
import type { Lab } from '../support/lab.js';
import { expectSaid, listenToAlerts } from '../support/observer.js';
import { RANK, talkUntil } from '../support/programs.js';
import type { RunView } from '../support/run-view.js';

/** How often the gateway is killed during one run. */
const KILLS = process.env['JKF_SOAK'] === '1' ? 20 : 3;

const RANKS = [0, 1, 2];

/** Starts a notebook on three workers and shows its log. */
async function startTalking(lab: Lab, name: string): Promise<RunView> {
  await lab.openWithPanel(`${name}.ipynb`);
  await lab.panel.planned();
  await lab.panel.setWorkers(3);
  const view = await lab.openRun(await lab.panel.start(name));
  await view.show('Logs');
  await expect(view.lines.first()).toContainText(/rank \d line/);
  return view;
}

/** More lines have come since. */
async function expectNewLines(view: RunView): Promise<void> {
  const last = async (): Promise<number> => {
    const text = await view.lines
      .filter({ hasText: / line \d/ })
      .last()
      .innerText();
    return Number(/line (\d+)/.exec(text)?.[1]);
  };
  const before = await last();
  await expect.poll(last).toBeGreaterThan(before);
}

/** Each rank's lines from the first to the last, once, in order. */
async function expectAllLines(view: RunView): Promise<void> {
  await expect(view.lines.last()).toContainText('finished');
  const lines = await view.downloadedLines();
  expect(lines.filter(line => line.endsWith('finished'))).toHaveLength(RANKS.length);
  for (const rank of RANKS) {
    const pattern = new RegExp(`rank ${String(rank)} line (\\d+)$`);
    const numbers = lines.flatMap(line => pattern.exec(line)?.[1] ?? []).map(Number);
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  }
}

/** JupyterLab adds the time to every address it asks. */
const asksForRuns = (url: string): boolean => new URL(url).pathname.endsWith('/runs');

test.describe('when the gateway is killed', () => {
  test('the run goes on, and the log has every line once', async ({
    lab,
    notebook,
    gateway,
    gate
  }) => {
    test.setTimeout(120_000 + KILLS * 30_000);
    await notebook('talks.ipynb', [RANK, talkUntil(gate.path)]);
    const view = await startTalking(lab, 'talks');
    await listenToAlerts(lab.page);
    for (let kill = 0; kill < KILLS; kill++) {
      await gateway.kill();
      await expectNewLines(view);
      await lab.panel.connected();
      await lab.panel.reaches(view.id, 'Running');
    }
    await expectSaid(lab.page, /gateway|connection/i);
    await gate.open();
    await lab.panel.reaches(view.id, 'Succeeded');
    await expectAllLines(view);
    expect(await gateway.runs()).toHaveLength(1);
  });

  test('while a run starts, the run exists once or not at all', async ({
    lab,
    notebook,
    gateway
  }) => {
    await lab.openWithPanel(await notebook('torn.ipynb', ['print("hello")']));
    await lab.panel.planned();
    const answered = lab.page.waitForResponse(
      answer => answer.request().method() === 'POST' && asksForRuns(answer.url()),
      { timeout: 120_000 }
    );
    await Promise.all([lab.panel.run.click(), gateway.kill()]);
    await answered;
    await lab.panel.connected();
    await lab.panel.planned();
    const there = await gateway.runs();
    expect(there.length).toBeLessThanOrEqual(1);
    await expect(lab.panel.rows('torn')).toHaveCount(there.length);
    await lab.panel.start('torn');
    await expect.poll(() => gateway.runs()).toHaveLength(there.length + 1);
  });
});

test.describe('when the connection is cut', () => {
  test('the log goes on where it was', async ({ lab, notebook, gate }) => {
    const cable = new Cable();
    await cable.plugInto(lab.page);
    await notebook('cut.ipynb', [RANK, talkUntil(gate.path)]);
    const view = await startTalking(lab, 'cut');
    for (let cut = 0; cut < KILLS; cut++) {
      await cable.cut();
      await expect(lab.panel.root.getByRole('alert')).toBeVisible();
      cable.mend();
      await lab.panel.connected();
      await expectNewLines(view);
    }
    await gate.open();
    await lab.panel.reaches(view.id, 'Succeeded');
    await expectAllLines(view);
  });

  test('and the plan cannot be asked for, it says so and comes back', async ({
    lab,
    notebook,
    context
  }) => {
    await lab.openWithPanel(await notebook('offline.ipynb', ['print("hello")']));
    await lab.panel.planned();
    await context.setOffline(true);
    await lab.type(1, 'print("changed")');
    await expect(lab.panel.root.getByRole('alert').first()).toBeVisible();
    await context.setOffline(false);
    await lab.panel.connected();
    await lab.panel.planned();
    await lab.panel.reaches(await lab.panel.start('offline'), 'Succeeded');
  });
});

test.describe('a gateway that cannot start', () => {
  test('is explained, with its log, and starts when the cause is gone', async ({
    secondServer,
    launcher
  }) => {
    const lab = await secondServer({ JKF_NODE: launcher.path });
    await lab.openWithPanel('digits.ipynb');
    const note = lab.panel.root.getByRole('alert').first();
    await expect(note).toContainText('The gateway does not start');
    await note.getByRole('button', { name: 'Show log' }).click();
    const dialog = lab.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await dialog.getByRole('button').last().click();
    await launcher.install();
    await note.getByRole('button', { name: 'Restart' }).click();
    await lab.panel.connected();
    await lab.panel.planned();
  });

  test('says in the plan where it cannot write, before anything is started', async ({
    secondServer
  }) => {
    const lab = await secondServer({ JKF_HOME: '/dev/null/runs' });
    await lab.openWithPanel('digits.ipynb');
    const { plan, run } = lab.panel;
    const why = plan.locator('#jp-kf-blocked');
    await expect(why).toContainText(
      /^The folder \/dev\/null\/runs\S* cannot be written to/
    );
    await expect(run).toBeDisabled();
    await why.getByRole('button', { name: 'Show what to do' }).click();
    await expect(plan).toContainText('let JKF_HOME name a folder');
  });
});
