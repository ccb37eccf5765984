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
  }
} as const satisfies Record<string, ErrorRow>;
