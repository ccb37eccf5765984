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
  'runs-none': {
    status: 404,
    sentence: 'There are no runs yet.',
    remedy: 'Start one with: jkf run NOTEBOOK'
  }
} as const satisfies Record<string, ErrorRow>;
