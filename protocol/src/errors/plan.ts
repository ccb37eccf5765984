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
  'kernel-gone': {
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
  }
} as const satisfies Record<string, ErrorRow>;
