/** What can go wrong between this computer and a Kubernetes API server. */
import type { ErrorRow } from './row.js';

export const CLUSTER_ERRORS = {
  'kubeconfig-invalid': {
    status: 422,
    sentence: 'The kubeconfig {path} cannot be used: {detail}.',
    remedy: 'Correct the file; kubectl config view says whether kubectl can read it.'
  },
  'context-missing': {
    status: 404,
    sentence: 'There is no context {context}; there are: {known}.',
    remedy: 'Choose one of these, or add it to the kubeconfig.'
  },
  'context-incomplete': {
    status: 422,
    sentence: 'The context {context} needs {what}, which cannot be used: {detail}.',
    remedy: 'Correct the kubeconfig; kubectl fails with this context too.'
  },
  'login-command-missing': {
    status: 422,
    sentence: 'The context {context} logs in with {command}, which is not installed.',
    remedy: 'Install {command}.{hint}'
  },
  'login-command-failed': {
    status: 401,
    sentence: 'The command {command} gives no credentials for {context}: {detail}.',
    remedy: 'Run it in a terminal and do what it asks, then try again.'
  },
  'credentials-refused': {
    status: 401,
    sentence: 'The cluster of {context} does not accept these credentials: {detail}.',
    remedy: 'Renew them, then try again: {command}'
  },
  'service-account-refused': {
    status: 401,
    sentence: 'The cluster does not accept the service account of this pod: {detail}.',
    remedy:
      'Its token is renewed by itself; if this goes on, restart the notebook server.'
  },
  'cluster-unreachable': {
    status: 503,
    sentence: 'The API server {server} of {context} cannot be reached: {detail}.',
    remedy: 'Check the network or VPN and that the cluster is running, then try again.'
  },
  'cluster-certificate': {
    status: 502,
    sentence: 'The certificate of {server} is not trusted by {context}: {detail}.',
    remedy:
      'The kubeconfig may be of an older cluster: fetch a new one, or correct certificate-authority.'
  },
  'cluster-answer-invalid': {
    status: 502,
    sentence: '{server} does not answer as a Kubernetes API server: {detail}.',
    remedy: 'Check the address in the kubeconfig, and proxies on the way.'
  },
  'cluster-forbidden': {
    status: 403,
    sentence: '{context} may not {verb} {resource} in namespace {namespace}.',
    remedy:
      'Ask who manages the cluster for a Role with the verb {verb} on {resource} in namespace {namespace}.'
  },
  'cluster-forbidden-outside': {
    status: 403,
    sentence: '{context} may not {verb} {resource} of the whole cluster.',
    remedy:
      'Ask who manages the cluster for a ClusterRole with the verb {verb} on {resource}.'
  },
  'admission-denied': {
    status: 403,
    sentence: 'A policy of the cluster refuses {object}: {detail}.',
    remedy: 'Change what it names, or ask who manages the cluster.'
  },
  'quota-exceeded': {
    status: 403,
    sentence: 'The quota of the namespace does not allow {object}: {detail}.',
    remedy: 'Ask for less, wait until other work has ended, or have the quota raised.'
  },
  'namespace-ending': {
    status: 409,
    sentence: 'The namespace {namespace} is being deleted: {object} cannot be created.',
    remedy: 'Choose another namespace.'
  },
  'namespace-missing': {
    status: 404,
    sentence: 'The cluster of {context} has no namespace {namespace}.',
    remedy:
      'Choose another namespace, or create it: kubectl create namespace {namespace}'
  },
  'kind-absent': {
    status: 404,
    sentence: 'The cluster of {context} does not know {resource}.',
    remedy: 'Have its operator installed, or choose another kind of workload.'
  },
  'object-missing': {
    status: 404,
    sentence: 'There is no {object}.',
    remedy: 'It may have been deleted meanwhile; look at the list again.'
  },
  'object-exists': {
    status: 409,
    sentence: 'There is a {object} already.',
    remedy: 'Choose another name, or delete it first.'
  },
  'object-conflict': {
    status: 409,
    sentence: '{object} was changed by somebody else: {detail}.',
    remedy: 'Look at what has changed, and try again.'
  },
  'object-invalid': {
    status: 422,
    sentence: 'The cluster does not accept {object}: {detail}.',
    remedy: 'Correct the fields that are named.'
  },
  'object-too-large': {
    status: 413,
    sentence: '{object} is larger than the cluster stores.',
    remedy: 'Ship fewer or smaller files, or deliver them in an image.'
  },
  'cluster-busy': {
    status: 429,
    sentence: 'The API server of {context} has too many requests.',
    remedy: 'Try again in {seconds} seconds.'
  },
  'watch-expired': {
    status: 410,
    sentence: 'The cluster no longer knows the version of {resource} asked for.',
    remedy: 'List them anew.'
  },
  'cluster-failed': {
    status: 502,
    sentence: 'The API server of {context} answers {code}: {detail}.',
    remedy: 'Try again; if it goes on, tell who manages the cluster.'
  }
} as const satisfies Record<string, ErrorRow>;
