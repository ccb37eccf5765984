/** Reasons for the values that were chosen about a workload on a cluster. */
export const WORKLOAD_REASONS = {
  'workload-of-framework': 'the code uses {framework}, and the cluster has {kind}',
  'workload-job-plain': 'the code uses neither PyTorch nor TensorFlow',
  'workload-operator-absent': 'the cluster has no {kind}',
  'workload-replicas-of-plan':
    'as many ranks as the plan has, in the roles of a {kind}',
  'workload-cpu-default': 'enough for a notebook; more cores wait longer for a place',
  'workload-memory-default': 'enough for a notebook; a pod that needs more is killed',
  'workload-shm-torch': 'data loaders of torch pass batches through it',
  'workload-shm-default': 'what container runtimes give',
  'workload-retries-none': 'a cell that fails would most likely fail again',
  'workload-ttl-day': 'logs and results are still there the next day',
  'workload-clean-running':
    'parameter servers end with the run; finished pods keep their logs',
  'workload-success-leader': 'the first worker or the chief ends the training',
  'workload-started-at-once': 'a click starts it',
  'workload-runtime-only': 'the only runtime of the cluster'
} as const;
