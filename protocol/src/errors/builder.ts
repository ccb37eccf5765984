/** What can go wrong when an image is built by running commands in it. */
import type { ErrorRow } from './row.js';

export const BUILDER_ERRORS = {
  'dockerfile-value': {
    status: 422,
    sentence: '“{value}” cannot stand in a Dockerfile as {what}.',
    remedy: 'Correct it, or write a Dockerfile of your own.'
  },
  'dockerfile-secret': {
    status: 422,
    sentence: '{requirement} has a password, which all could read who pull the image.',
    remedy: 'Build a wheel of it, or take one from an index that pip.conf names.'
  },
  'dockerfile-missing': {
    status: 404,
    sentence: 'There is no {path} in the folder of the notebook.',
    remedy:
      'Name it relative to that folder, wherever you are: Dockerfile, or docker/Dockerfile.'
  },
  'dockerfile-context': {
    status: 413,
    sentence: '{path} has {what} beside it; at most {limit} can be built from.',
    remedy:
      'Leave files out by a .dockerignore, or put the Dockerfile into a folder of its own.'
  },
  'builder-missing': {
    status: 503,
    sentence: 'Nothing here can build an image with {because}.',
    remedy:
      'Install buildah or podman here, ask an administrator for a builder in the cluster, or take a base that has it.'
  },
  'builder-forbidden': {
    status: 403,
    sentence: 'The namespace lets no builder run, which {because} needs.',
    remedy:
      'Install buildah or podman here, use another namespace, or take a base that has it.'
  },
  'builder-failed': {
    status: 422,
    sentence: '{tool} could not build the image: {detail}.',
    remedy: 'The log of the build above says which step failed.'
  },
  'builder-push-failed': {
    status: 502,
    sentence: '{tool} built the image but could not push it to {repository}: {detail}.',
    remedy: 'Check the name, and that you may push there.'
  },
  'builder-result-wrong': {
    status: 502,
    sentence: '{tool} says that it pushed {image}, which the registry does not have.',
    remedy: 'Build again; if it stays so, look into the log of the registry.'
  },
  'build-push-unknown': {
    status: 422,
    sentence: 'Nobody says where an image with {because} could be pushed.',
    remedy: 'Set JKF_PUSH, or ask whoever runs the cluster to publish a registry.'
  },
  'build-unread': {
    status: 422,
    sentence: 'What “{command}” installs is not known: only a shell understands it.',
    remedy: 'Name the packages with --apt, or in apt.txt beside the notebook.'
  },
  'builder-setting': {
    status: 500,
    sentence:
      'The ConfigMap {map} says “{value}” for {key}, which is none of: {allowed}.',
    remedy: 'Ask whoever runs the cluster to correct it.'
  },
  'builder-login-forbidden': {
    status: 403,
    sentence:
      'The login for {host} cannot be given to the builder: you may not create Secrets in {namespace}.',
    remedy:
      'Ask whoever runs the cluster for that right, or for a Secret to push with (pushSecret of the builder).'
  },
  'builder-context': {
    status: 502,
    sentence: 'The builder could not get the files that it builds from: {detail}.',
    remedy: 'Check that the store of contexts answers, and that pods reach it.'
  },
  'builder-context-large': {
    status: 413,
    sentence:
      'The files to build from have {size}, and the builder takes {limit} as there is no store for them.',
    remedy:
      'Leave large files out, or ask whoever runs the cluster for a store (context of the builder).'
  },
  'builder-store': {
    status: 502,
    sentence: 'The files to build from could not be put into {place}: {detail}.',
    remedy: 'Check that the store answers, and the keys for it.'
  },
  'builder-store-keys': {
    status: 401,
    sentence: 'There are no keys for {place}, where files to build from are put.',
    remedy:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ask whoever runs the cluster for a Secret with them (contextSecret of the builder).'
  },
  'builder-daemon': {
    status: 502,
    sentence: '{tool} did not start in the cluster: {detail}.',
    remedy:
      'Ask whoever runs the cluster: its pod has to be privileged, or its address is wrong.'
  },
  'builder-memory': {
    status: 422,
    sentence: 'The build needed more memory than its limit ({limit}).',
    remedy: 'Ask whoever runs the cluster to raise it (memory of the builder).'
  },
  'builder-evicted': {
    status: 503,
    sentence: 'The build was evicted from its node: {detail}',
    remedy:
      'Start it again; when it lacked room, ask for more of it (disk of the builder).'
  },
  'builder-deadline': {
    status: 504,
    sentence: 'The build took longer than an hour.',
    remedy: 'Take a base that has more of what is installed.'
  },
  'builder-lost': {
    status: 503,
    sentence: 'The build has ended without a result: {detail}.',
    remedy: 'Start it again.'
  }
} as const satisfies Record<string, ErrorRow>;
