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
  'builder-missing': {
    status: 503,
    sentence: 'Nothing here can build an image with {because}.',
    remedy:
      'Install buildah, podman or docker here, ask an administrator for a builder in the cluster, or take a base that has it.'
  },
  'builder-forbidden': {
    status: 403,
    sentence: 'The namespace lets no builder run, which {because} needs.',
    remedy:
      'Install buildah, podman or docker here, use another namespace, or take a base that has it.'
  }
} as const satisfies Record<string, ErrorRow>;
