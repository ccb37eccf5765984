/**
 * What can go wrong in a Python program that uses the package. Said by the package itself
 * (`jupyterlab_kubeflow/client/rows.py` has the same texts).
 */
import type { ErrorRow } from './row.js';

export const PROGRAM_ERRORS = {
  'notebook-unknown': {
    status: 422,
    sentence: 'This kernel does not say which notebook it belongs to.',
    remedy: 'Name the file, and save it: what is saved in it is what runs.'
  },
  'notebook-gone': {
    status: 404,
    sentence: 'The notebook of this kernel was {path}, which is not there.',
    remedy: 'Name the file, and save it: what is saved in it is what runs.'
  },
  'function-unsuitable': {
    status: 422,
    sentence: '{what} cannot be run by itself.',
    remedy: 'Write a function at the top level of a notebook or file, and run that.'
  },
  'function-no-source': {
    status: 422,
    sentence: '{name} is in {path}, which is no Python code.',
    remedy: 'Write the function in a notebook or a .py file, and save it.'
  },
  'run-cancelled': {
    status: 409,
    sentence: 'The run {id} was cancelled.',
    remedy: 'Start it again if that was not meant.'
  },
  'wait-timeout': {
    status: 504,
    sentence: 'The run {id} has not ended in {seconds} s; it goes on.',
    remedy: 'Wait longer, or cancel it.'
  },
  'gateway-version': {
    status: 409,
    sentence:
      'The gateway speaks version {gateway} of the protocol, this package version {own}.',
    remedy: 'Restart the Jupyter server, and this program.'
  },
  'fairing-not-carried': {
    status: 422,
    sentence: '{what} is not carried over from Fairing.',
    remedy: '{instead}'
  },
  'fairing-serving': {
    status: 422,
    sentence: '{what} comes with serving, which is not there yet.',
    remedy: 'Train with job, tfjob or pytorchjob; the model is among the outputs.'
  },
  'fairing-no-executable': {
    status: 422,
    sentence: 'Which of {files} is to run is not clear.',
    remedy: 'Say it with executable=, e.g. train.py.'
  },
  'fairing-outside': {
    status: 422,
    sentence: '{path} would be outside the working folder of the run.',
    remedy: 'Say where it goes with output_map, e.g. /app/data.csv, or mount a volume.'
  }
} as const satisfies Record<string, ErrorRow>;
