#!/usr/bin/env node
/**
 * `npm start`: from a fresh clone to JupyterLab with our panels, on the examples. Every
 * step is skipped when it was done before, and an interrupted one is done again. Runs
 * under the system's Node (>= 18), before `npm ci`: built-ins only.
 */
import { join } from 'node:path';
import { ensureEnv } from './envs.mjs';
import { isBuilt } from './support/build-state.mjs';
import { LOG, startLab } from './support/jupyter.mjs';
import { ensurePackages } from './support/packages.mjs';
import { BUNDLE, ROOT, node } from './support/paths.mjs';
import { checkPrerequisites } from './support/prerequisites.mjs';
import { passThrough, run } from './support/process.mjs';
import { stage } from './support/stage.mjs';
import { step } from './support/steps.mjs';

const EXAMPLES = join(ROOT, 'examples');
const EXAMPLE = join('examples', 'distributed-digits.ipynb');
const RANKS = '3';

/** What JupyterLab itself asks for. */
const LAB_PYTHON = '3.10';

const HELP = `Usage: npm start [-- OPTIONS]

Sets the checkout up and opens JupyterLab on its examples.
What is set up already is not set up again.

  --run          no JupyterLab: run ${EXAMPLE} on ${RANKS} ranks here
  --port PORT    port of JupyterLab (default: 8888, or any that is free)
  --no-browser   only print the address

  npm run jkf -- --help    the command line
  npm test                 all tests
`;

async function build(note) {
  if (isBuilt()) return note('up to date');
  const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
  if (code !== 0) throw new Error(output);
}

async function setUp(environment, floor) {
  await step('[1/5] this computer', async note =>
    note(await checkPrerequisites(floor))
  );
  await step('[2/5] npm packages', ensurePackages);
  await step('[3/5] build', build);
  return step('[4/5] Python packages', async note => {
    let built = false;
    const { python } = await ensureEnv(environment, { log: () => (built = true) });
    if (!built) note('up to date');
    return python;
  });
}

async function runExample() {
  const python = await setUp('quickstart');
  const args = ['run', EXAMPLE, '--ranks', RANKS, '--follow', '--python', python];
  process.stdout.write(`[5/5] jkf ${args.join(' ')}\n`);
  // What it says to type next must work in a shell that has no jkf yet.
  const env = { ...process.env, npm_lifecycle_event: 'jkf' };
  return passThrough(node(), [BUNDLE, ...args], { env });
}

async function openLab({ port, browser }) {
  const python = await setUp('lab', LAB_PYTHON);
  const env = stage(python);
  const given = port === undefined ? {} : { port };
  const lab = await step('[5/5] JupyterLab', () =>
    startLab({ python, root: EXAMPLES, env, browser, ...given })
  );
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      asked = true;
      lab.stop();
    });
  }
  process.stdout.write(welcome(lab.url));
  const code = await lab.ended;
  return asked ? 0 : code;
}

function welcome(url) {
  return `
  Open     ${url}
  Try      distributed-digits.ipynb, then Ctrl+Shift+Enter: it runs as the panel Runs says
  Log      ${LOG}
  Ctrl-C   stops JupyterLab; runs go on: npm run jkf -- runs list

`;
}

/** Is there a screen to open a browser on? */
function hasScreen() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'darwin' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

function parse(args) {
  const options = { browser: hasScreen() };
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift();
    if (arg === '--help' || arg === '-h') options.help = true;
    else if (arg === '--run') options.run = true;
    else if (arg === '--no-browser') options.browser = false;
    else if (arg === '--port') options.port = portOf(rest.shift());
    else throw new Error(`There is no option ${arg}. See: npm start -- --help`);
  }
  return options;
}

function portOf(text = '') {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65536) return port;
  throw new Error(`--port takes a number from 1 to 65535, not '${text}'.`);
}

async function main(args) {
  const options = parse(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  return options.run ? runExample() : openLab(options);
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.message.trimEnd()}\n`);
    process.exitCode = 1;
  }
);
