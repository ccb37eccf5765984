/**
 * Writes Dockerfiles: the same values give the same text. What changes seldom comes
 * first, so that builders find it in their caches. Names from notebooks are in files that
 * are copied in, or are so few characters that no shell reads more in them.
 */
import {
  BUNDLE_FOLDER,
  type ContextFile,
  type Recipe,
  type RenderedDockerfile
} from './recipe.js';
import {
  aptPackage,
  baseImage,
  condaPackage,
  envLine,
  execForm,
  imageFolder,
  imageUser,
  pipLine,
  pythonPath
} from './values.js';

/** Where the image has the lists that packages were installed from. */
const LISTS = '/opt/jkf-build';
const CONDA_LIST = 'packages/conda.txt';
const PIP_LIST = 'packages/requirements.txt';

/** `dockerfile-value` or `dockerfile-secret` for what may not stand there. */
export function renderDockerfile(recipe: Recipe): RenderedDockerfile {
  const { base, env, bundleAt, entry, user = '' } = recipe;
  const installs = [...aptSteps(recipe), ...condaSteps(recipe), ...pipSteps(recipe)];
  const isOther = installs.length > 0 && !['', 'root', '0', '0:0'].includes(user);
  const steps = [
    [`FROM ${baseImage(base)}`],
    // By number: small bases know no names.
    ...(isOther ? [['USER 0']] : []),
    ...installs,
    ...(isOther ? [[`USER ${imageUser(user)}`]] : []),
    variables(env),
    ...(bundleAt === undefined ? [] : [[copy(`${BUNDLE_FOLDER}/`, folder(bundleAt))]]),
    ...(entry === undefined ? [] : [['ENTRYPOINT []', `CMD ${execForm(entry)}`]])
  ].filter(lines => lines.length > 0);
  return {
    dockerfile: `${steps.map(lines => lines.join('\n')).join('\n\n')}\n`,
    files: lists(recipe)
  };
}

function aptSteps({ apt }: Recipe): string[][] {
  const names = ordered(apt.map(aptPackage));
  if (names.length === 0) return [];
  return [
    [
      'RUN apt-get update \\',
      ' && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \\',
      ...names.map(name => `      ${name} \\`),
      ' && rm -rf /var/lib/apt/lists/*'
    ]
  ];
}

function condaSteps({ conda }: Recipe): string[][] {
  if (conda.length === 0) return [];
  const list = `${LISTS}/conda.txt`;
  return [
    [
      copy(CONDA_LIST, list),
      `RUN conda install --yes --quiet --name base --file ${list} \\`,
      ' && conda clean --all --yes'
    ]
  ];
}

/** As root: Python's own folder is seldom the user's. Debian's Python wants to be told. */
function pipSteps({ pip, python = 'python3' }: Recipe): string[][] {
  if (pip.length === 0) return [];
  const list = `${LISTS}/requirements.txt`;
  const settings = ['PIP_BREAK_SYSTEM_PACKAGES=1', 'PIP_ROOT_USER_ACTION=ignore'];
  const call = [pythonPath(python), '-m', 'pip', 'install', '--no-cache-dir'];
  const words = ['env', ...settings, ...call, '--requirement', list];
  return [[copy(PIP_LIST, list), `RUN ${execForm(words)}`]];
}

function variables(env: Recipe['env']): string[] {
  const names = ordered(Object.keys(env));
  return names.map(name => envLine(name, env[name] ?? ''));
}

function lists({ conda, pip }: Recipe): ContextFile[] {
  const packages = ordered(conda.map(condaPackage));
  const lines = ordered(pip.map(pipLine));
  return [
    ...(packages.length > 0 ? [{ path: CONDA_LIST, text: textOf(packages) }] : []),
    ...(lines.length > 0 ? [{ path: PIP_LIST, text: textOf(lines) }] : [])
  ];
}

function copy(from: string, to: string): string {
  return `COPY ${execForm([from, to])}`;
}

function folder(path: string): string {
  return `${imageFolder(path)}/`;
}

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('');
}

/** Each once, by UTF-16 code units: the same on every machine. */
function ordered(values: readonly string[]): string[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : Number(a > b)));
}
