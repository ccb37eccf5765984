/** What a test is given: a server, a tab that is logged in, notebooks, the truth. */
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { notebookText, type Cell } from '../../test/notebooks.js';
import { FOLDER } from './folders.js';
import { Gateway } from './gateway.js';
import { startJupyter, type JupyterServer } from './jupyter.js';
import { Lab } from './lab.js';

export { expect } from '@playwright/test';

/** JupyterLab's settings that a test may choose before its page is opened. */
export interface Preferences {
  readonly theme: string;
  readonly locale: string;
}

export interface Gate {
  readonly path: string;
  open(): Promise<void>;
}

export interface Launcher {
  readonly path: string;
  install(): Promise<void>;
}

interface WorkerFixtures {
  readonly server: JupyterServer;
}

interface TestFixtures {
  readonly preferences: Preferences;
  readonly context: BrowserContext;
  readonly gateway: Gateway;
  readonly lab: Lab;
  /** Writes a notebook into the server's folder. */
  readonly notebook: (
    name: string,
    cells: readonly (string | Cell)[]
  ) => Promise<string>;
  /** Takes a file away behind JupyterLab's back. */
  readonly deleteFile: (name: string) => Promise<void>;
  /** A file that the programs of a test wait for. */
  readonly gate: Gate;
  /** Another tab of the same user, with a layout of its own. */
  readonly secondTab: () => Promise<Lab>;
  /** A server of the test's own, with these variables, notebooks (by their cells) and files (by their texts), and a tab of it. */
  readonly secondServer: (
    env: Record<string, string>,
    files?: Readonly<Record<string, readonly string[] | string>>
  ) => Promise<Lab>;
  /** A Node that is not there until it is installed. */
  readonly launcher: Launcher;
  readonly tidy: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  preferences: [{ theme: 'JupyterLab Light', locale: 'default' }, { option: true }],

  server: [
    async ({ browserName }, use, { workerIndex }) => {
      const folder = join(FOLDER, `${browserName}-${String(workerIndex)}`);
      const server = await startJupyter(folder);
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 120_000 }
  ],

  context: async ({ context, server, preferences }, use) => {
    const errors: string[] = [];
    context.on('weberror', thrown => errors.push(thrown.error().stack ?? ''));
    await writePreferences(server.settings, preferences);
    await logIn(context, server);
    await use(context);
    expect(errors.filter(isOurs), 'errors that nobody caught').toEqual([]);
  },

  gateway: async ({ server, request }, use) => {
    await use(new Gateway(server, request));
  },

  tidy: [
    async ({ gateway }, use) => {
      await gateway.clear();
      await use(undefined);
      await gateway.stopKernels();
    },
    { auto: true }
  ],

  lab: async ({ page, server }, use, { testId }) => {
    await use(new Lab(page, server.url, testId));
  },

  notebook: async ({ server }, use) => {
    await use(async (name, cells) => {
      const path = join(server.root, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, notebookText(cells));
      return name;
    });
  },

  deleteFile: async ({ server }, use) => {
    await use(name => rm(join(server.root, name)));
  },

  gate: async ({ server }, use, { testId }) => {
    const path = join(server.home, `gate-${testId}`);
    await use({ path, open: () => writeFile(path, '') });
    await rm(path, { force: true });
  },

  launcher: async ({ server }, use) => {
    const path = join(dirname(server.root), 'node');
    const text = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
    await use({ path, install: () => writeFile(path, text, { mode: 0o755 }) });
    await rm(path, { force: true });
  },

  secondServer: async ({ browser, server, preferences }, use, { testId }) => {
    const folder = join(dirname(server.root), testId);
    const opened: (() => Promise<void>)[] = [];
    await use(async (env, files = {}) => {
      const second = await startJupyter(folder, env);
      for (const [name, content] of Object.entries(files)) {
        const path = join(second.root, name);
        await mkdir(dirname(path), { recursive: true });
        const text = typeof content === 'string' ? content : notebookText([...content]);
        await writeFile(path, text);
      }
      await writePreferences(second.settings, preferences);
      const context = await browser.newContext();
      opened.push(() => context.close(), second.stop);
      await logIn(context, second);
      return new Lab(await context.newPage(), second.url, testId);
    });
    for (const close of opened) await close();
  },

  secondTab: async ({ context, server }, use, { testId }) => {
    let count = 0;
    await use(async () => {
      const page: Page = await context.newPage();
      return new Lab(page, server.url, `${testId}-${String(++count)}`);
    });
  }
});

/** Thrown in our code or below it; JupyterLab has a few of its own. */
function isOurs(stack: string): boolean {
  return stack.includes('/labextensions/jupyterlab-kubeflow/');
}

/** By the link with the token, as a user does; tests then use the cookie. */
async function logIn(context: BrowserContext, server: JupyterServer): Promise<void> {
  const answer = await context.request.get(`${server.url}/lab?token=${server.token}`);
  if (!answer.ok()) throw new Error(`Logging in failed: ${answer.statusText()}`);
}

async function writePreferences(
  folder: string,
  { theme, locale }: Preferences
): Promise<void> {
  const apputils = join('@jupyterlab', 'apputils-extension');
  const files = {
    [join(apputils, 'themes')]: { theme },
    [join(apputils, 'notification')]: { fetchNews: 'false', checkForUpdates: false },
    [join('@jupyterlab', 'translation-extension', 'plugin')]: { locale }
  };
  for (const [name, value] of Object.entries(files)) {
    const path = join(folder, `${name}.jupyterlab-settings`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(value));
  }
}
