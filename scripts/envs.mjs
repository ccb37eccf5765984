/**
 * The Python environments of the examples, tests and benchmarks, built once and kept
 * outside the checkout. Runs under the system's Node (>= 18), with built-ins only.
 *
 *   node scripts/envs.mjs quickstart lab dev torch    prints the interpreter of each
 *
 * An environment lives in `<cache>/envs/<name>-<hash of its specification>`. It is
 * complete when `complete.json` is there, which is written last and names the folder
 * `venv-<pid>-…` of whoever built it; those of builders that died are removed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  writeFile
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Longest time to wait for another process that builds the same environment. */
const PATIENCE_MS = 30 * 60_000;

/**
 * One row an environment. `python`: the interpreter it is made from;
 * `requirements`: pip's file, the one place with the versions; `systemModule`: a module
 * of the system's own packages it rests on, and how to get it; `exact`: what the
 * packages require is not looked at.
 */
export const ENVIRONMENTS = {
  quickstart: { python: 'python3', requirements: 'scripts/envs/quickstart.txt' },
  lab: { python: 'python3', requirements: 'scripts/envs/lab.txt' },
  dev: { python: 'python3', requirements: 'scripts/envs/dev.txt' },
  torch: {
    python: '/usr/bin/python3',
    requirements: 'scripts/envs/torch.txt',
    systemModule: {
      name: 'torch',
      install: 'sudo apt-get install -y python3-torch python3-venv'
    }
  },
  tensorflow: { python: 'python3', requirements: 'scripts/envs/tensorflow.txt' },
  sdk: { python: 'python3', requirements: 'scripts/envs/sdk.txt' },
  fairing: {
    python: 'python3',
    requirements: 'scripts/envs/fairing.txt',
    exact: true
  }
};

/** Folder of everything cached: `$JKF_CACHE`, else `jupyterlab-kubeflow` in the user's cache. */
export function cacheFolder(env = process.env) {
  if (env.JKF_CACHE) return resolve(env.JKF_CACHE);
  const base = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'jupyterlab-kubeflow');
}

const underway = new Map();

/**
 * Builds the environment unless it is there.
 * @param {string} name a row of `ENVIRONMENTS`
 * @param {{log?: (line: string) => void}} [options] `log` gets a line before slow steps
 * @returns {Promise<{python: string}>} absolute path of its interpreter
 * @throws {Error} whose message names what is missing and the command that mends it
 */
export function ensureEnv(name, { log = () => {} } = {}) {
  const known = underway.get(name);
  if (known) return known;
  const started = ensure(name, log).finally(() => underway.delete(name));
  underway.set(name, started);
  return started;
}

async function ensure(name, log) {
  const spec = ENVIRONMENTS[name];
  if (!spec) {
    throw new Error(
      `There is no environment ${name}. Known: ${Object.keys(ENVIRONMENTS).join(', ')}.`
    );
  }
  const identity = await describeBase(name, spec);
  const folder = join(cacheFolder(), 'envs', `${name}-${identity}`);
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const ready = await readComplete(folder);
    if (ready) return ready;
    const claim = await claimBuild(folder);
    if (claim) return build({ name, spec, folder, claim, log });
    await sleep(500 + Math.random() * 500);
  }
  throw new Error(
    `Another process has been building ${name} for too long. ` +
      `If none is, remove its folder: rm -r '${folder}'`
  );
}

/** Hash of all that decides what the environment contains. */
async function describeBase(name, spec) {
  const base = await interpreter(name, spec);
  const requirements = await readFile(join(ROOT, spec.requirements), 'utf8');
  const rests = spec.systemModule?.name ?? '';
  const exact = spec.exact ? ['exact'] : [];
  const text = JSON.stringify([base, requirements, rests, ...exact]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** What the interpreter says of itself; an Error with the remedy when it is not there. */
async function interpreter(name, spec) {
  const { systemModule } = spec;
  const find = `from importlib.util import find_spec as f; f("${systemModule?.name}") or exit(1)`;
  const probe = systemModule ? `${find}; ` : '';
  const code = `${probe}import sys; print(sys.base_prefix, sys.version)`;
  const answer = await run(spec.python, ['-c', code]);
  if (answer.code === 0) return answer.output.trim();
  const remedy =
    systemModule?.install ?? 'sudo apt-get install -y python3 python3-venv';
  throw new Error(
    `The environment ${name} needs ${spec.python}` +
      `${systemModule ? ` with the module ${systemModule.name}` : ''}. ` +
      `On Debian and Ubuntu: ${remedy}`
  );
}

async function readComplete(folder) {
  const text = await readFile(join(folder, 'complete.json'), 'utf8').catch(() => '');
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * The folder to build in, or undefined while another process builds. Two that arrive
 * together may both step back; they come again at different times.
 */
async function claimBuild(folder) {
  await mkdir(folder, { recursive: true });
  const mine = await mkdtemp(join(folder, `venv-${String(process.pid)}-`));
  const entries = await readdir(folder);
  const others = entries.filter(
    entry => entry.startsWith('venv-') && join(folder, entry) !== mine
  );
  // Looked at after the builders: one that has ended since may have completed it.
  const busy = others.some(other => isAlive(Number(other.split('-')[1])));
  if (busy || (await readComplete(folder))) {
    await rmdir(mine);
    return undefined;
  }
  for (const other of others) {
    // Retried: the pip of a builder that was killed may still be writing.
    await rm(join(folder, other), { recursive: true, force: true, maxRetries: 5 });
  }
  return mine;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Builds in `claim`, an empty folder; scripts of a venv know their path, so it stays there. */
async function build({ name, spec, folder, claim, log }) {
  log(`Building the Python environment ${name} from ${spec.requirements} (once) …`);
  try {
    await makeVenv(spec, claim);
    const python = join(claim, 'bin', 'python');
    await install(spec, python);
    await writeFile(join(folder, 'complete.tmp'), JSON.stringify({ python }));
    await rename(join(folder, 'complete.tmp'), join(folder, 'complete.json'));
    return { python };
  } catch (error) {
    await rm(claim, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function makeVenv(spec, folder) {
  const flags = spec.systemModule ? ['--system-site-packages'] : [];
  const made = await run(spec.python, ['-m', 'venv', ...flags, folder]);
  if (made.code === 0) return;
  const missing = /ensurepip|No module named venv/.test(made.output);
  throw new Error(
    missing
      ? 'Python cannot make environments. Install the missing part: ' +
          'sudo apt-get install -y python3-venv'
      : `${spec.python} -m venv failed:\n${made.output}`
  );
}

async function install(spec, python) {
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  const file = join(ROOT, spec.requirements);
  const how = [...(spec.exact ? ['--no-deps'] : []), '--quiet', '--requirement', file];
  const done = await run(python, [...pip, ...how]);
  if (done.code === 0) return;
  throw new Error(
    `pip could not install ${spec.requirements}:\n${done.output}\n` +
      `To see it again: '${python}' -m pip install -r '${file}'`
  );
}

/** Runs a command to its end; `output` is both of its streams. */
function run(command, args) {
  return new Promise(done => {
    let output = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const take = chunk => (output += String(chunk));
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', error => done({ code: 127, output: error.message }));
    child.on('close', code => done({ code, output }));
  });
}

async function main(names) {
  if (names.length === 0) {
    throw new Error(
      `Usage: node scripts/envs.mjs NAME…   (${Object.keys(ENVIRONMENTS).join(', ')})`
    );
  }
  const log = line => process.stderr.write(`${line}\n`);
  for (const name of names) {
    const { python } = await ensureEnv(name, { log });
    process.stdout.write(`${name} ${python}\n`);
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch(error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
