/** What the computer itself must have, and the command that installs what it lacks. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { atLeast, nodeProblem } from './packages.mjs';
import { run } from './process.mjs';

const PYTHON_FLOOR = '3.9';

const PROBE = `
import importlib.util, json, sys
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({
    "version": ".".join(map(str, sys.version_info[:3])),
    "venv": has("venv") and has("ensurepip"),
}))
`;

/** Commands that install a Python with venv, by the package manager that is there. */
const INSTALLERS = [
  ['apt-get', 'sudo apt-get install -y python3 python3-venv'],
  ['dnf', 'sudo dnf install -y python3'],
  ['zypper', 'sudo zypper install -y python3'],
  ['pacman', 'sudo pacman -S --needed python'],
  ['apk', 'sudo apk add python3'],
  ['brew', 'brew install python']
];

const onPath = name =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => existsSync(join(folder, name)));

function installCommand() {
  const known = INSTALLERS.find(([manager]) => onPath(manager));
  if (known) return known[1];
  return process.platform === 'darwin'
    ? 'xcode-select --install'
    : 'your package manager: python3 with its venv module';
}

/** The sentence to say when Python will not do; undefined when it will. */
function pythonProblem(python, floor) {
  if (!python) return `Python ${floor} or later (python3) is needed.`;
  if (!atLeast(python.version, floor)) {
    return `Python ${floor} or later is needed; python3 is ${python.version}.`;
  }
  if (!python.venv) {
    return `Python ${python.version} lacks the modules venv and ensurepip.`;
  }
  return undefined;
}

async function probePython() {
  const { code, output } = await run('python3', ['-c', PROBE], {
    env: process.env,
    merged: false
  });
  return code === 0 ? JSON.parse(output) : undefined;
}

/**
 * Looks at system, Node and Python.
 * @param {string} [floor] oldest Python that will do
 * @returns {Promise<string>} what was found, for the progress line
 * @throws {Error} with one line a missing thing, each with its remedy
 */
export async function checkPrerequisites(floor = PYTHON_FLOOR) {
  if (process.platform === 'win32') {
    throw new Error('Windows: run this inside WSL2. Install it with: wsl --install');
  }
  const python = await probePython();
  const lacking = pythonProblem(python, floor);
  const problems = [
    nodeProblem(),
    lacking && `${lacking} Install with: ${installCommand()}`
  ].filter(Boolean);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${process.platform} ${process.arch}, Node ${process.version}, Python ${python.version}`;
}
