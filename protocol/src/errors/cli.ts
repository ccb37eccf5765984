/** What can be wrong with a command line. */
import type { ErrorRow } from './row.js';

export const CLI_ERRORS = {
  'option-invalid': {
    status: 400,
    sentence: '{option} cannot be "{value}": {expected}.',
    remedy: 'Add --help to the command to see what its options take.'
  },
  'options-conflict': {
    status: 400,
    sentence: '{first} and {second} do not go together.',
    remedy: 'Give one of the two.'
  },
  'arguments-unexpected': {
    status: 400,
    sentence: '{path} is not a .py file and takes no arguments: {arguments}.',
    remedy: 'Set parameters of a notebook with --param name=value.'
  },
  'output-unwritable': {
    status: 500,
    sentence: '{path} cannot be written: {detail}.',
    remedy: 'Choose another place with -o, or check the permissions of the folder.'
  },
  'run-ambiguous': {
    status: 409,
    sentence: 'Several runs start with {prefix}: {ids}.',
    remedy: 'Give more characters of the id.'
  },
  'option-missing': {
    status: 400,
    sentence: '{option} is missing: {why}.',
    remedy: 'Add it to the command.'
  },
  'runs-none': {
    status: 404,
    sentence: 'There are no runs yet.',
    remedy: 'Start one with: jkf run NOTEBOOK'
  },
  'doctor-kernels-gone': {
    status: 503,
    sentence: 'The interpreter of these kernels is gone: {kernels}.',
    remedy: 'Install it again, or remove the kernel: jupyter kernelspec remove NAME'
  },
  'doctor-ports': {
    status: 503,
    sentence: 'No port of this computer can be opened: {detail}.',
    remedy: 'Allow programs to listen on 127.0.0.1: ranks find each other there.'
  },
  'doctor-supervisor': {
    status: 500,
    sentence: 'A process of jkf does not start by itself: {detail}.',
    remedy: 'Check the limits of your account (ulimit -u) and the memory that is left.'
  },
  'internal-error': {
    status: 500,
    sentence: 'jkf met an error it does not know: {detail}',
    remedy:
      'Please report it with what JKF_DEBUG=1 makes the same command print: it is a fault of jkf.'
  }
} as const satisfies Record<string, ErrorRow>;
