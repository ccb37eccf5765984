/**
 * A Jupyter server as a user has it: token, XSRF check, a base URL as below a hub. All
 * it reads and writes is in one folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXAMPLES, FOLDER, SITE, python } from './folders.js';

const TOKEN = 'ui-tests';
const BASE_PATH = '/user/ada';

/** Milliseconds a server may take to answer, and to stop. */
const START_MS = 120_000;
const STOP_MS = 15_000;

export interface JupyterServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** Folder the server serves. */
  readonly root: string;
  /** Folder of the runs. */
  readonly home: string;
  /** Folder of the users' settings. */
  readonly settings: string;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** @param folder - made here; `env` replaces variables, `undefined` takes them away */
export async function startJupyter(
  folder: string,
  env: Readonly<Record<string, string | undefined>> = {}
): Promise<JupyterServer> {
  const root = join(folder, 'root');
  await cp(EXAMPLES, root, { recursive: true });
  const port = await freePort();
  const child = spawn(python(), serverArguments(port, root), {
    cwd: root,
    env: { ...environmentOf(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const log = createWriteStream(`${folder}.log`);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const url = `http://127.0.0.1:${String(port)}${BASE_PATH}`;
  await untilAnswers(url, child);
  return {
    url,
    token: TOKEN,
    root,
    home: join(folder, 'home'),
    settings: join(folder, 'settings'),
    process: child,
    stop: () => stop(child)
  };
}

function serverArguments(port: number, root: string): string[] {
  return [
    ...['-m', 'jupyter', 'lab', '--no-browser', '--allow-root', '--ip', '127.0.0.1'],
    ...[`--port=${String(port)}`, '--ServerApp.port_retries=0'],
    `--ServerApp.base_url=${BASE_PATH}/`,
    `--IdentityProvider.token=${TOKEN}`,
    `--ServerApp.root_dir=${root}`,
    '--LabApp.news_url=',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly',
    '--LabApp.expose_app_in_browser=True'
  ];
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const foreign = /^(JUPYTER|JKF|PYTHON|XDG)_?/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    PYTHONPATH: SITE,
    PYTHONDONTWRITEBYTECODE: '1',
    JKF_NODE: process.execPath,
    JKF_HOME: join(folder, 'home'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_PATH: join(SITE, 'share', 'jupyter'),
    JUPYTER_CONFIG_PATH: join(SITE, 'etc', 'jupyter'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
    IPYTHONDIR: join(folder, 'ipython')
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/api`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(
    `The Jupyter server at ${url} did not start; see its log in ${FOLDER}.`
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}
