/** JupyterLab in one tab, as its user handles it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { RunView } from './run-view.js';
import { RunsPanel } from './runs-panel.js';

/** The part of JupyterLab's application that tests reach for where no widget leads. */
interface LabWindow {
  readonly jupyterapp: {
    readonly commands: { execute(id: string, args?: object): Promise<unknown> };
  };
}

/**
 * What to type to find a command. JupyterLab's palette matches from the start of words in
 * ASCII letters only; a command without any is in the list that an empty search shows.
 */
function searchFor(label: string): string {
  return /[a-z]/i.test(label) ? label : '';
}

export class Lab {
  readonly panel: RunsPanel;
  readonly notebook: Locator;
  readonly palette: Locator;

  constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly workspace: string
  ) {
    this.panel = new RunsPanel(page);
    this.notebook = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
    this.palette = page.locator('#modal-command-palette');
  }

  /** Opens JupyterLab with this notebook, or with none. */
  async open(path?: string): Promise<void> {
    const tree = path === undefined ? '' : `/tree/${encodeURIComponent(path)}`;
    await this.page.goto(`${this.url}/lab/workspaces/${this.workspace}${tree}`);
    await this.ready();
    if (path !== undefined) await expect(this.cell(1)).toBeVisible();
  }

  /** Opens the notebook in Notebook 7. */
  async openInNotebook7(path: string): Promise<void> {
    await this.page.goto(`${this.url}/notebooks/${encodeURIComponent(path)}`);
    await expect(this.cell(1)).toBeVisible({ timeout: 60_000 });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Opens a notebook and the Runs panel beside it. */
  async openWithPanel(path: string): Promise<void> {
    await this.open(path);
    await this.openPanel();
  }

  async openPanel(): Promise<void> {
    await this.execute('jupyterlab-kubeflow:open-panel');
    await expect(this.panel.root).toBeVisible();
  }

  /** Where a test is about what happens then, not about the way there. */
  execute(command: string, args: object = {}): Promise<void> {
    return this.page.evaluate(
      async ([id, given]) => {
        const { jupyterapp } = window as unknown as LabWindow;
        await jupyterapp.commands.execute(id, given);
      },
      [command, args] as const
    );
  }

  /**
   * Chooses a command in the palette by its name. The palette closes when a notebook that
   * has just been opened takes the focus; and the command that opens it closes it, too.
   */
  async choose(label: string): Promise<void> {
    const timeout = 5000;
    await expect(async () => {
      if (await this.palette.isHidden()) {
        await this.execute('apputils:activate-command-palette');
      }
      await this.palette.locator('input').fill(searchFor(label), { timeout });
      const item = this.palette.getByRole('menuitem', { name: label });
      await item.first().click({ timeout });
    }).toPass();
  }

  /** The same with the keyboard alone; what takes the focus meanwhile starts it anew. */
  async chooseByKeys(label: string): Promise<void> {
    const { keyboard } = this.page;
    const quick = { timeout: 5000 };
    await expect(async () => {
      if (await this.palette.isHidden()) await keyboard.press('ControlOrMeta+Shift+C');
      await expect(this.palette.locator('input')).toBeFocused(quick);
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(label);
      const chosen = this.palette.locator('.lm-mod-active');
      await expect(chosen).toContainText(label, quick);
      await keyboard.press('Enter');
      await expect(this.palette).toBeHidden(quick);
    }).toPass();
  }

  /** The cell of that number, counted from 1 over all cells. */
  cell(number: number): Locator {
    return this.notebook.locator('.jp-Cell').nth(number - 1);
  }

  /** Replaces what is in a cell; the notebook is not saved. */
  async type(number: number, source: string): Promise<void> {
    await this.cell(number).getByRole('textbox').first().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(source);
  }

  async save(): Promise<void> {
    await this.execute('docmanager:save');
  }

  /** JupyterLab, which does so from time to time, has told the server of this. */
  async saved(text: RegExp): Promise<void> {
    const address = `${this.url}/lab/api/workspaces/${this.workspace}`;
    const workspace = async (): Promise<string> =>
      (await this.page.request.get(address)).text();
    await expect.poll(workspace).toMatch(text);
  }

  /** As when another tab covers this one, or the computer sleeps. */
  async setHidden(hidden: boolean): Promise<void> {
    await this.page.evaluate(value => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  }

  runView(id: string): RunView {
    return new RunView(this.page, id);
  }

  /** Opens the view of a run as its row in the panel does. */
  async openRun(id: string): Promise<RunView> {
    await this.panel.opener(this.panel.row(id)).click();
    const view = this.runView(id);
    await expect(view.root).toBeVisible();
    return view;
  }

  /** A notification in the corner that says this. */
  notice(text: string): Locator {
    return this.page.locator('.Toastify__toast').filter({ hasText: text });
  }

  /** Our item in the status bar. */
  get statusItem(): Locator {
    return this.page
      .locator('#jp-main-statusbar')
      .getByRole('button', { name: /active/ });
  }

  /** Takes the file browser away: the picture is of something else. */
  async collapseLeft(): Promise<void> {
    await this.execute('application:toggle-left-area');
    await expect(this.page.locator('#jp-left-stack')).toBeHidden();
  }

  /** Drags the edge of the right sidebar until it is this wide, pixels. */
  async setSidebarWidth(width: number): Promise<void> {
    const stack = this.page.locator('#jp-right-stack');
    const box = await stack.boundingBox();
    if (!box) throw new Error('The right sidebar is not open.');
    const { mouse } = this.page;
    await mouse.move(box.x - 2, box.y + box.height / 2);
    await mouse.down();
    await mouse.move(box.x + box.width - width - 2, box.y + box.height / 2);
    await mouse.up();
    await expect
      .poll(async () => Math.round((await stack.boundingBox())?.width ?? 0))
      .toBeLessThanOrEqual(width + 4);
  }

  private async ready(): Promise<void> {
    await expect(this.page.locator('#jp-main-dock-panel')).toBeVisible({
      timeout: 60_000
    });
    await expect(this.page.locator('#jupyterlab-splash')).toBeHidden();
  }
}
