/** What can keep a plan from being made or from being ready to run. */
import type { ErrorRow } from './row.js';

export const PLAN_ERRORS = {
  'file-missing': {
    status: 404,
    sentence: '{path} does not exist.',
    remedy: 'Check the name; paths are relative to the folder you are in.'
  },
  'kernel-missing': {
    status: 422,
    sentence: 'There is no kernel named {kernel} on this computer.',
    remedy:
      'Install it (python -m ipykernel install --name {kernel} --user), or choose another: --kernel NAME or --python PATH.'
  },
  'kernelspec-not-python': {
    status: 422,
    sentence:
      'The kernel {kernel} starts {command}, which is not a Python interpreter.',
    remedy: 'Name the interpreter to use: --python PATH.'
  },
  'interpreter-broken': {
    status: 422,
    sentence: 'The interpreter {python} does not start: {detail}.',
    remedy: 'Reinstall the environment, or choose another interpreter: --python PATH.'
  },
  'python-not-found': {
    status: 422,
    sentence: '{python} is not an executable.',
    remedy: 'Give the path of a Python interpreter, e.g. --python .venv/bin/python.'
  },
  'python-missing': {
    status: 422,
    sentence: 'There is no Python on this computer.',
    remedy: 'Install Python 3.9 or newer (Debian: apt-get install python3-venv).'
  },
  'parameter-unknown': {
    status: 422,
    sentence: 'There is no parameter {name}; the notebook has: {known}.',
    remedy: 'Use one of these names, or assign {name} in the cell tagged parameters.'
  },
  'parameters-none': {
    status: 422,
    sentence:
      'There is no parameter {name}: no cell of the notebook is tagged parameters.',
    remedy: 'Tag the cell that assigns the defaults with parameters.'
  },
  'parameters-of-file': {
    status: 422,
    sentence: '{path} is a Python file: it has no parameters cell.',
    remedy: 'Pass arguments instead, after two hyphens: jkf run {path} -- --epochs 5'
  },
  'parameter-type': {
    status: 422,
    sentence: 'The parameter {name} is of type {type}, but got {value}.',
    remedy: 'Give a value of type {type}.'
  },
  'plan-blocked': {
    status: 422,
    sentence: 'The plan of {path} cannot run: {sentence}',
    remedy: '{remedy}'
  },
  'mode-unsuitable': {
    status: 422,
    sentence: '{path} cannot run in mode {mode}.',
    remedy: 'Notebooks run as script, notebook or function; .py files as file.'
  },
  'python-already': {
    status: 422,
    sentence: '{path} is a Python file; only notebooks are converted.',
    remedy: 'Run it as it is: jkf run {path}'
  },
  'file-kind-unknown': {
    status: 422,
    sentence: '{path} is neither a notebook (.ipynb) nor a Python file (.py).',
    remedy: 'Name a notebook or a Python file.'
  },
  'file-unreadable': {
    status: 422,
    sentence: '{path} cannot be read: {detail}.',
    remedy: 'Check its permissions, and that it is a file.'
  },
  'file-not-text': {
    status: 422,
    sentence: '{path} is not text in UTF-8.',
    remedy: 'Open it in an editor that knows its encoding and save it as UTF-8.'
  },
  'ranks-invalid': {
    status: 422,
    sentence: '{ranks} ranks cannot be started on this computer.',
    remedy: 'Choose 1 to {most} ranks.'
  },
  'role-unsuitable': {
    status: 422,
    sentence: 'A {framework} workload has no replicas of role {role}.',
    remedy: 'Choose from: {roles}. Or name the framework that has it: --framework NAME'
  },
  'syntax-invalid': {
    status: 422,
    sentence: 'Python {version} does not compile {where}: {detail}.',
    remedy:
      'Correct the code, or choose a kernel of the Python version it is written for.'
  },
  'packages-for-notebook-mode': {
    status: 422,
    sentence: 'Running the whole notebook needs {packages} in {python}.',
    remedy: 'Install it: {python} -m pip install {packages}. Or run it as a script.'
  },
  'env-secret': {
    status: 422,
    sentence: 'The variable {name} looks like a secret, and a plan is stored in clear.',
    remedy: 'Set it in the environment jkf is started from: local runs inherit it.'
  },
  'kernel-env-secret': {
    status: 422,
    sentence:
      'The kernelspec sets {name}, which looks like a secret: the run does not get it.',
    remedy: 'Set it in the environment jkf is started from: local runs inherit it.'
  },
  'disk-low': {
    status: 507,
    sentence: 'The run needs {needed}, but only {free} are free in the folder of runs.',
    remedy:
      'Free some space (jkf runs prune), or set JKF_HOME to a folder on another disk.'
  },
  'file-outside': {
    status: 422,
    sentence: '{where} names {path}, which is outside the folder of the notebook.',
    remedy: 'It is not shipped. Put it beside the notebook and use a relative path.'
  },
  'file-not-shipped': {
    status: 422,
    sentence: '{path} ({size}) is not shipped: the limit is {limit}.',
    remedy: 'Ship it all the same: --include {path}, or let the run download it.'
  },
  'include-outside': {
    status: 422,
    sentence: '{path} cannot be included: it is outside the folder of the notebook.',
    remedy: 'Copy it beside the notebook; paths to include are relative to that folder.'
  },
  'include-secret': {
    status: 422,
    sentence: '{path} cannot be included: its name looks like a secret.',
    remedy:
      'Give the value by an environment variable of the shell that starts the run, or rename the file if it holds no secret.'
  },
  'include-nothing': {
    status: 422,
    sentence: 'There is nothing to include at {path}.',
    remedy:
      'Check the name; paths and globs are relative to the folder of the notebook.'
  },
  'requirements-lacking': {
    status: 422,
    sentence: '{python} lacks {requirements}.',
    remedy: 'Install what is missing: {python} -m pip install {wanted}'
  },
  'import-relative': {
    status: 422,
    sentence: '{where} imports {module}, relative to a package, but belongs to none.',
    remedy:
      'Import it by its name ({name}), or make a package of the files and import that.'
  },
  'import-absent': {
    status: 422,
    sentence:
      '{where} imports {module}, and the package {package} beside the notebook has no such module.',
    remedy: 'Correct the name, or let a cell write the file before (%%writefile).'
  },
  'import-fails': {
    status: 422,
    sentence: '{where} imports {module}, and that fails: {detail}.',
    remedy: 'Mend it, or install what it lacks: a run would end there.'
  },
  'import-left-out': {
    status: 422,
    sentence: '{where} imports {module}, and {path} is not shipped.',
    remedy: 'Do not leave it out (--exclude), unless the run does without it.'
  },
  'modules-unknown': {
    status: 422,
    sentence: 'Nothing provides {modules}: neither {python} nor a file beside it.',
    remedy:
      'Put the file beside the notebook, correct the name, or install the package that provides it.'
  }
} as const satisfies Record<string, ErrorRow>;
