/** What can keep a workload from being made for a cluster. */
import type { ErrorRow } from './row.js';

export const WORKLOAD_ERRORS = {
  'bundle-too-large-inline': {
    status: 413,
    sentence: 'The bundle takes {size}; a ConfigMap can deliver at most {limit}.',
    remedy:
      'Leave large files out (--exclude PATH) and read them from a volume, or name a registry: the bundle then goes into an image.'
  },
  'record-too-large': {
    status: 413,
    sentence: 'The plan of {id} takes {size}; its record can hold at most {limit}.',
    remedy: 'Ship fewer files (--exclude PATH), or split the notebook.'
  },
  'workload-kind-absent': {
    status: 422,
    sentence: 'The cluster has no {kind}.',
    remedy: 'Choose the kind Job, or ask the cluster’s administrator for {kind}.'
  },
  'workload-role-unsuitable': {
    status: 422,
    sentence: 'A {kind} has no replicas of the role {role}; it has: {roles}.',
    remedy: 'Use these roles, or choose another kind.'
  },
  'workload-leader-count': {
    status: 422,
    sentence: 'A {kind} has one {role}, but {count} are asked for.',
    remedy: 'Ask for one {role}, and for more workers.'
  },
  'workload-elastic-range': {
    status: 422,
    sentence: 'The {workers} workers are not between {least} and {most}.',
    remedy: 'Let the elastic range hold the number of workers.'
  },
  'workload-field-unsupported': {
    status: 422,
    sentence: 'A {kind} of this cluster cannot carry {field}.',
    remedy: 'Leave {field} as it is, or choose another kind.'
  },
  'workload-runtime-missing': {
    status: 422,
    sentence: 'A TrainJob needs a runtime, and none is chosen.',
    remedy:
      'Choose one of the cluster’s runtimes: kubectl get clustertrainingruntimes lists them.'
  },
  'workload-ranks-apart': {
    status: 422,
    sentence: 'The {ranks} TensorFlow ranks of a {kind} would not know of each other.',
    remedy: 'Choose the kind TFJob, which sets TF_CONFIG, or one rank.'
  },
  'workload-env-reserved': {
    status: 422,
    sentence: 'The environment variable {name} is set by the run itself.',
    remedy: 'Use another name.'
  },
  'workload-path-invalid': {
    status: 422,
    sentence: 'Nothing can be mounted at {path}: it is no absolute path of a folder.',
    remedy: 'Choose an absolute path without .., e.g. /data.'
  },
  'workload-path-taken': {
    status: 422,
    sentence: 'Nothing can be mounted at {path}: the run uses it itself.',
    remedy: 'Choose another absolute path, e.g. /data.'
  },
  'workload-path-twice': {
    status: 422,
    sentence: 'Two volumes are to be mounted at {path}.',
    remedy: 'Give each volume a path of its own.'
  },
  'manifest-unreadable': {
    status: 422,
    sentence: 'The manifest cannot be read: line {line}: {detail}.',
    remedy: 'Mend that line; nothing else of it was taken.'
  },
  'manifest-absent': {
    status: 422,
    sentence: 'The manifest has no {kind}.',
    remedy: 'Edit the {kind} of the plan: jkf plan FILE --manifests prints it.'
  },
  'manifest-object-fixed': {
    status: 422,
    sentence: 'The manifest has another {object} than the run.',
    remedy: 'Change only the {kind}; what belongs to it is made by the plan.'
  },
  'manifest-field-fixed': {
    status: 422,
    sentence: 'The manifest changes {field}, by which the run is followed.',
    remedy:
      'Leave {field} as the plan has it: kind, name, target and number of ranks are chosen in the form, or by options.'
  },
  'patch-misfit': {
    status: 422,
    sentence: 'The changes to the manifest are for another one: {path} is not there.',
    remedy: 'Undo the changes, and edit the manifest as it is now.'
  }
} as const satisfies Record<string, ErrorRow>;
