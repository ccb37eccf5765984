/** What can be wrong with a notebook or with the code in it. */
import type { ErrorRow } from './row.js';

export const NOTEBOOK_ERRORS = {
  'notebook-not-json': {
    status: 422,
    sentence: '{path} is not valid JSON: {detail}.',
    remedy: 'Open it in JupyterLab and save it again, or restore an earlier checkpoint.'
  },
  'notebook-conflict': {
    status: 422,
    sentence: '{path} has unresolved merge conflict markers, the first in line {line}.',
    remedy:
      'Resolve the conflict, e.g. with nbdime or by choosing one side, and save it.'
  },
  'notebook-not-object': {
    status: 422,
    sentence: '{path} is JSON, but not a notebook: its top level is not an object.',
    remedy: 'Name a notebook (.ipynb) or a Python file (.py).'
  },
  'notebook-no-cells': {
    status: 422,
    sentence: '{path} has no list of cells.',
    remedy: 'Open it in JupyterLab and save it again, or restore an earlier checkpoint.'
  },
  'notebook-format-unknown': {
    status: 422,
    sentence: '{path} has notebook format {version}; formats 3 and 4 can be read.',
    remedy: 'Convert it with: jupyter nbconvert --to notebook --inplace FILE'
  },
  'notebook-cell-bad': {
    status: 422,
    sentence: 'Cell {position} of {path}, counting cells of all types, {detail}.',
    remedy:
      'Delete or repair that cell in a text editor, or restore an earlier checkpoint.'
  },
  'notebook-empty': {
    status: 422,
    sentence: '{path} has no code: all its code cells are empty.',
    remedy: 'Write the code to run into a cell and save the notebook.'
  },
  'notebook-not-python': {
    status: 422,
    sentence:
      '{path} uses the kernel {kernel} ({language}); only Python notebooks can run.',
    remedy: 'Choose a Python 3 kernel for the notebook and save it.'
  },
  'notebook-python2': {
    status: 422,
    sentence: '{path} uses the kernel {kernel}, which is Python 2; Python 3 is needed.',
    remedy:
      'Convert the code (2to3 helps), choose a Python 3 kernel and save the notebook.'
  },
  'python-file-binary': {
    status: 422,
    sentence: '{path} is not Python source: it contains null bytes.',
    remedy: 'Name a notebook (.ipynb) or a Python file (.py) in UTF-8.'
  }
} as const satisfies Record<string, ErrorRow>;
