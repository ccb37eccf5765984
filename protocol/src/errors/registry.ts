/** What can go wrong between this computer and a registry of images. */
import type { ErrorRow } from './row.js';

export const REGISTRY_ERRORS = {
  'registry-unreachable': {
    status: 503,
    sentence: 'The registry {host} cannot be reached: {detail}.',
    remedy:
      'Check its name, the network or VPN, and that it is running, then try again.'
  },
  'registry-certificate': {
    status: 502,
    sentence: 'The certificate of the registry {host} is not trusted: {detail}.',
    remedy: 'Give the certificate of its authority: --ca-file.'
  },
  'registry-not-encrypted': {
    status: 502,
    sentence: 'The registry {host} does not answer over TLS: {detail}.',
    remedy: 'If it has none, and the network is yours, say --plain-http {host}.'
  },
  'registry-answer-invalid': {
    status: 502,
    sentence: '{host} does not answer as a registry of images: {detail}.',
    remedy: 'Check the address, and proxies on the way.'
  },
  'registry-login-missing': {
    status: 401,
    sentence: 'The registry {host} wants a login for {repository}, and there is none.',
    remedy:
      'Log in with docker login {host}, podman login or skopeo login; the files they write are read.'
  },
  'registry-login-refused': {
    status: 401,
    sentence:
      'The registry {host} does not accept the login of {user} for {repository}.',
    remedy: 'Log in again with docker login {host}, then try again.'
  },
  'registry-push-forbidden': {
    status: 403,
    sentence: 'The registry {host} does not let us push to {repository}: {detail}.',
    remedy:
      'Log in as somebody who may, choose another repository, or ask who manages the registry.'
  },
  'registry-pull-forbidden': {
    status: 403,
    sentence: 'The registry {host} does not let us read {repository}: {detail}.',
    remedy: 'Log in as somebody who may, or choose another base.'
  },
  'registry-detour': {
    status: 502,
    sentence:
      'The registry {host} sends us to {target}, where nothing was sent: {detail}.',
    remedy: 'If that address is yours too, name its host: --trust-host.'
  },
  'registry-full': {
    status: 507,
    sentence: 'The registry {host} has no room for {repository}: {detail}.',
    remedy: 'Delete images there, or ask who manages the registry for more room.'
  },
  'registry-busy': {
    status: 429,
    sentence: 'The registry {host} has too many requests.',
    remedy: 'Try again in {seconds} seconds; with a login the limit may be higher.'
  },
  'registry-too-large': {
    status: 413,
    sentence: 'The registry {host} does not take a blob so large for {repository}.',
    remedy: 'Ship fewer or smaller files, or have the limit raised.'
  },
  'registry-failed': {
    status: 502,
    sentence: 'The registry {host} answers {code} for {repository}: {detail}.',
    remedy: 'Try again; if it goes on, tell who manages the registry.'
  },
  'registry-content-wrong': {
    status: 502,
    sentence: 'The registry {host} gives something else than {digest}: {detail}.',
    remedy: 'Try again; if it goes on, the registry or a proxy before it is broken.'
  },
  'registry-file-invalid': {
    status: 422,
    sentence: 'The file {path} cannot be used: {detail}.',
    remedy: 'Correct it, or write it anew with docker login.'
  },
  'credential-helper-missing': {
    status: 422,
    sentence: 'The login for {host} comes from {command}, which is not installed.',
    remedy: 'Install {command}, or take it out of {path}.'
  },
  'credential-helper-failed': {
    status: 401,
    sentence: 'The command {command} gives no login for {host}: {detail}.',
    remedy: 'Run it in a terminal and do what it asks, then try again.'
  },
  'image-missing': {
    status: 404,
    sentence: 'The registry {host} has no image {image}.',
    remedy: 'Check name and tag.'
  },
  'repository-missing': {
    status: 404,
    sentence: 'The registry {host} has no repository {repository} to push to.',
    remedy: 'Create it, or its project, there; or choose another name.'
  },
  'image-platform-missing': {
    status: 422,
    sentence: 'The image {image} is not there for {platform}, only for {known}.',
    remedy: 'Choose a platform that is there, or another base.'
  },
  'image-unusable': {
    status: 422,
    sentence: 'Nothing can be built on the image {image}: {detail}.',
    remedy: 'Choose another base.'
  },
  'image-layers-many': {
    status: 422,
    sentence: 'The image {image} has {count} layers: with one more, nodes refuse it.',
    remedy: 'Choose a base with fewer layers.'
  },
  'image-file-refused': {
    status: 422,
    sentence: 'An image cannot hold these files: {detail}.',
    remedy: 'Rename the file, or leave it out: --exclude.'
  }
} as const satisfies Record<string, ErrorRow>;
