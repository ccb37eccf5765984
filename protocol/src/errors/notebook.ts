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
  },
  'cell-syntax': {
    status: 422,
    sentence: 'Cell {cell}, line {line} is not valid Python: {detail}.',
    remedy: 'Correct that line and run the cell once in JupyterLab.'
  },
  'cell-characters': {
    status: 422,
    sentence:
      'Cell {cell}, line {line} holds a character that Python source cannot hold: {detail}.',
    remedy: 'Delete the character; it is often pasted by accident.'
  },
  'magic-unknown': {
    status: 422,
    sentence:
      'Cell {cell}, line {line} uses {rule}, which is not known outside IPython.',
    remedy:
      'Write it as Python, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'magic-language': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: the code under {rule} is not Python.',
    remedy:
      'Move that code to a file and call it from Python, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'magic-interactive': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: {rule} waits for a person, and a run has none.',
    remedy: 'Remove that line, or give the cell the tag skip.'
  },
  'magic-session': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: {rule} needs the interactive session it was typed in.',
    remedy:
      'Write out in Python what it does, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'magic-no-value': {
    status: 422,
    sentence:
      'Cell {cell}, line {line} uses the value of {rule}, which has none in a run.',
    remedy:
      'Compute the value in Python, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'magic-statement': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: the code after {rule} is not valid Python.',
    remedy: 'Correct that line and run the cell once in JupyterLab.'
  },
  'magic-option': {
    status: 422,
    sentence:
      'Cell {cell}, line {line} uses {rule} with {option}, which works only in a session.',
    remedy:
      'Remove that option, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'magic-argument': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: {rule} lacks what it needs: {detail}.',
    remedy: 'Complete that line, or remove it.'
  },
  'cell-magic-late': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: {rule} is not the first line of its cell.',
    remedy: 'Split the cell there, so that {rule} is on its first line.'
  },
  'capture-used': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: the output captured as {name} is used in cell {user}, but output is not captured in a run.',
    remedy:
      'Use contextlib.redirect_stdout in Python, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'shell-background': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: {rule} starts a process in the background.',
    remedy:
      'Start it with subprocess.Popen and end it when the work is done, or run it in the foreground.'
  },
  'run-notebook': {
    status: 422,
    sentence: 'Cell {cell}, line {line}: {rule} runs another notebook.',
    remedy: 'Convert that notebook with jkf convert and run the script.'
  },
  'requirement-unclear': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: {rule} names packages that are known only while it runs.',
    remedy: 'Write the names of the packages out.'
  },
  'input-asked': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: {call} waits for a person to type, and a run has none.',
    remedy:
      'Take the value from a cell tagged parameters, or from an environment variable.'
  },
  'debugger-called': {
    status: 422,
    sentence:
      'Cell {cell}, line {line}: {call} waits for a person at a debugger, and a run has none.',
    remedy: 'Remove that call.'
  },
  'ipython-used': {
    status: 422,
    sentence: 'Cell {cell}, line {line} uses {call}, and there is no IPython in a run.',
    remedy:
      'Write it as Python, or run the whole notebook with a real kernel: --mode notebook.'
  },
  'function-missing': {
    status: 422,
    sentence: 'The notebook defines no function {name}.',
    remedy:
      'Did you mean: {known}? Only functions at the top level of a cell can be run.'
  },
  'function-none': {
    status: 422,
    sentence: 'The notebook defines no function {name}, nor any other.',
    remedy: 'Define it with def at the top level of a cell, or run the whole notebook.'
  },
  'function-positional-only': {
    status: 422,
    sentence: 'The parameter {parameter} of {name} cannot be given by name.',
    remedy: 'Remove the / from the signature of {name}.'
  },
  'function-argument-missing': {
    status: 422,
    sentence: '{name} needs a value for {parameter}, which has no default.',
    remedy: 'Give one: --param {parameter}=VALUE'
  },
  'function-name-missing': {
    status: 422,
    sentence: '{function} needs {name}, which no kept cell of the notebook defines.',
    remedy: 'Define or import {name} in a cell, or correct its spelling.'
  },
  'function-name-late': {
    status: 422,
    sentence:
      '{function} needs {name}, which is used before cell {defined} defines it.',
    remedy: 'Move the definition of {name} above its first use.'
  },
  'notebooks-only': {
    status: 422,
    sentence: '{path} is no notebook, and only notebooks run one after the other.',
    remedy: 'Name notebooks alone, or run the file by itself.'
  },
  'notebooks-apart': {
    status: 422,
    sentence: '{path} is not in the folder of {first}.',
    remedy: 'Put the notebooks of one run into one folder.'
  },
  'notebooks-mode': {
    status: 422,
    sentence: '{path} and the notebooks behind it can only be executed whole.',
    remedy: 'Leave --mode and --function out, or run the notebooks one by one.'
  },
  'notebook-of-several': {
    status: 422,
    sentence: 'In {path}: {detail}',
    remedy: 'Correct that notebook, or leave it out.'
  },
  'folder-without-notebooks': {
    status: 422,
    sentence: '{path} is a folder without notebooks.',
    remedy: 'Name a notebook, a .py file, or a folder with notebooks.'
  }
} as const satisfies Record<string, ErrorRow>;
