/** What keeps the pods of a run from starting, and how they end badly. */
import type { ErrorRow } from './row.js';

export const POD_ERRORS = {
  'pod-unschedulable': {
    status: 422,
    sentence: 'No node can take {pod}: {detail}',
    remedy: 'Ask for less CPU, memory or GPUs, or wait until nodes are free.'
  },
  'pod-refused': {
    status: 422,
    sentence: 'The cluster does not create the pods of {workload}: {detail}',
    remedy: 'Change what it names: quota, limits or security settings of the namespace.'
  },
  'pod-image-missing': {
    status: 422,
    sentence: 'The image {image} of {pod} cannot be pulled: {detail}',
    remedy:
      'Check its name and tag; a private image needs a pull secret in the namespace.'
  },
  'pod-image-invalid': {
    status: 422,
    sentence: '{image} is not the name of an image.',
    remedy: 'Correct the name: [HOST/]NAME[:TAG].'
  },
  'pod-volume-missing': {
    status: 422,
    sentence: 'A volume of {pod} cannot be used: {detail}',
    remedy: 'Check the name of the claim and its storage class.'
  },
  'pod-config-invalid': {
    status: 422,
    sentence: 'The container {container} of {pod} cannot be created: {detail}',
    remedy: 'Check that the ConfigMaps, Secrets and the user it names exist.'
  },
  'pod-node-away': {
    status: 503,
    sentence: 'The node {node} of {pod} does not answer.',
    remedy:
      'Wait: it may come back. After five minutes the cluster gives the pod up, and the run ends or is tried again.'
  },
  'pod-restarting': {
    status: 422,
    sentence: '{pod} ended with exit code {exitCode} and waits to be started again.',
    remedy: 'Its last output tells why it ended.'
  },
  'pod-exit': {
    status: 422,
    sentence: 'Rank {rank} ({pod}) ended with exit code {exitCode}.',
    remedy: 'Its last output tells why.'
  },
  'pod-init-exit': {
    status: 422,
    sentence:
      'The init container {container} of rank {rank} ({pod}) ended with exit code {exitCode}.',
    remedy: 'The output of that container tells why.'
  },
  'pod-memory': {
    status: 422,
    sentence: 'Rank {rank} ({pod}) needed more memory than its limit{limit}.',
    remedy: 'Raise the memory limit, or use smaller batches.'
  },
  'pod-start-failed': {
    status: 422,
    sentence: 'The program of rank {rank} ({pod}) could not be started: {detail}',
    remedy: 'Check the command, and that the image has it.'
  },
  'pod-evicted': {
    status: 422,
    sentence: 'Rank {rank} ({pod}) was evicted from its node: {detail}',
    remedy: 'Run it again; when it lacked room or memory, ask for more of it.'
  },
  'pod-lost': {
    status: 422,
    sentence: 'Rank {rank} ({pod}) is gone: {detail}',
    remedy: 'Run it again. What had been printed up to then is kept.'
  },
  'workload-deadline': {
    status: 422,
    sentence: '{workload} took longer than its deadline.',
    remedy: 'Run it again with a later deadline.'
  },
  'workload-failed': {
    status: 422,
    sentence: '{workload} failed: {detail}',
    remedy: 'The output and the events of its pods tell more.'
  }
} as const satisfies Record<string, ErrorRow>;
