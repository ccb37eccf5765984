/** What can go wrong when a run is started, followed or cleaned up, and how a run can fail. */
import type { ErrorRow } from './row.js';

export const RUN_ERRORS = {
  'run-unknown': {
    status: 404,
    sentence: 'There is no run {id}.',
    remedy: 'List the runs with: jkf runs list'
  },
  'run-id-invalid': {
    status: 422,
    sentence: '{id} cannot be the id of a run.',
    remedy:
      'Use at most 40 lower-case letters, digits and dashes; a letter first, no dash last.'
  },
  'run-exists': {
    status: 409,
    sentence: 'A run {id} exists already.',
    remedy: 'Nothing was started twice. Follow it with: jkf runs logs {id}'
  },
  'run-start-cancelled': {
    status: 409,
    sentence: 'The start of {id} was cancelled.',
    remedy: 'Nothing runs. Start it again when it is wanted.'
  },
  'run-start-interrupted': {
    status: 500,
    sentence: 'The start of {id} was interrupted while its image was built.',
    remedy:
      'Nothing runs on the cluster. Start it again; what was pushed is not pushed twice.'
  },
  'run-not-made': {
    status: 409,
    sentence:
      'The image of {id} is still being built: there is nothing to suspend yet.',
    remedy: 'Cancel it, or wait until it is on the cluster.'
  },
  'run-building': {
    status: 409,
    sentence: 'The image of {id} is still being built by the program that started it.',
    remedy: 'Cancel it there (Ctrl-C), or wait until it runs.'
  },
  'run-active': {
    status: 409,
    sentence: 'Run {id} is {state}.',
    remedy: 'End it first with: jkf runs cancel {id}'
  },
  'run-over': {
    status: 409,
    sentence: 'Run {id} has ended: {state}.',
    remedy: 'Only a run that has not ended can be suspended and resumed.'
  },
  'run-foreign': {
    status: 403,
    sentence: 'Run {id} was started by another tool and is only shown here.',
    remedy: 'Change it with the tool that made it, for example kubectl.'
  },
  'suspend-local': {
    status: 422,
    sentence: 'Run {id} is on this computer, where runs cannot be suspended.',
    remedy: 'Runs on clusters can be. End this one with: jkf runs cancel {id}'
  },
  'run-unreadable': {
    status: 500,
    sentence: 'The files of run {id} in {folder} cannot be read: {detail}.',
    remedy:
      'They are damaged or of another version. Delete the folder to be rid of the run.'
  },
  'run-not-started': {
    status: 500,
    sentence: 'The supervisor of run {id} ended before the run existed: {detail}.',
    remedy: 'Nothing was started. Check this computer with: jkf doctor'
  },
  'source-changed': {
    status: 409,
    sentence: '{path} has changed since the plan was made.',
    remedy: 'Nothing was started. Save your files and start again.'
  },
  'run-bundle-changed': {
    status: 409,
    sentence: '{path} of run {id} is not as it was when the run was started.',
    remedy: 'The run cannot be repeated exactly. Start it anew from its notebook.'
  },
  'kernel-gone': {
    status: 422,
    sentence: 'The Python interpreter {python} is not there or cannot be executed.',
    remedy: 'Install it again, or choose another with --kernel or --python.'
  },
  'parameters-too-large': {
    status: 422,
    sentence: 'The parameters take {size}; a process can be given at most {limit}.',
    remedy: 'Put large values into a file beside the notebook and read it there.'
  },
  'disk-full': {
    status: 507,
    sentence: 'There is no room left in {folder}: {free} are free{needed}.',
    remedy: 'Free some room, or delete old runs with: jkf runs prune'
  },
  'folder-not-writable': {
    status: 403,
    sentence: 'The folder {folder} cannot be written to: {detail}.',
    remedy:
      'Change its permissions, or let JKF_HOME name a folder that you may write to.'
  },
  'ports-exhausted': {
    status: 503,
    sentence:
      'The run needs {count} free network ports, and not as many were found{range}.',
    remedy: 'Close programs that listen on this computer, or use fewer ranks.'
  },
  'run-failed-in-cell': {
    status: 422,
    sentence: 'Rank {rank}: cell {cell} of {source}, line {line}, raised {error}',
    remedy: 'Fix the cell and run again. All of the output: jkf runs logs {id}'
  },
  'run-failed-in-file': {
    status: 422,
    sentence: 'Rank {rank}: line {line} of {source} raised {error}',
    remedy: 'Fix the file and run again. All of the output: jkf runs logs {id}'
  },
  'run-file-exit': {
    status: 422,
    sentence: 'Rank {rank}: {source} ended with exit code {exitCode}.',
    remedy: 'Check its arguments, and look at its last lines: jkf runs logs {id}'
  },
  'run-rank-exit': {
    status: 422,
    sentence: 'Rank {rank} ended with exit code {exitCode}.',
    remedy: 'Its last output tells why: jkf runs logs {id}'
  },
  'run-rank-signal': {
    status: 422,
    sentence: 'Rank {rank} was ended by {signal}.',
    remedy:
      'Another program sent the signal, or native code crashed. Output: jkf runs logs {id}'
  },
  'run-rank-killed': {
    status: 422,
    sentence: 'Rank {rank} was killed (SIGKILL); its peak memory was {peak}.',
    remedy:
      'Most often the system had no memory left. Use less data, smaller batches or fewer ranks.'
  },
  'run-disk-limit': {
    status: 422,
    sentence: 'The files of the run take {size}, more than the limit of {limit}.',
    remedy: 'Write less, or run again with a higher --disk-limit.'
  },
  'run-supervisor-killed': {
    status: 500,
    sentence:
      'The supervisor of run {id} was killed, or the computer was restarted; its ranks were stopped.',
    remedy: 'The output up to then is kept. Start it again with: jkf runs rerun {id}'
  },
  'run-supervisor-failed': {
    status: 500,
    sentence: 'The supervisor of run {id} failed: {detail}.',
    remedy: 'Its log is {log}. Start the run again with: jkf runs rerun {id}'
  }
} as const satisfies Record<string, ErrorRow>;
