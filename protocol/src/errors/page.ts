/** What can go wrong between a browser's page and the gateway. */
import type { ErrorRow } from './row.js';

export const PAGE_ERRORS = {
  'server-unreachable': {
    status: 503,
    sentence: 'The Jupyter server does not answer.',
    remedy: 'Check that it still runs; the page tries again by itself.'
  },
  'server-extension-missing': {
    status: 501,
    sentence: 'The Jupyter server does not know jupyterlab-kubeflow.',
    remedy:
      'Install jupyterlab-kubeflow in the environment of the Jupyter server and restart it.'
  },
  'page-outdated': {
    status: 409,
    sentence: 'This page is of another version than the server.',
    remedy: 'Save your work and reload this page.'
  },
  'answer-unexpected': {
    status: 502,
    sentence: 'The server answered with status {code} instead of a result.',
    remedy: 'Try again; when it stays, look at the log of the Jupyter server.'
  },
  'feed-cut': {
    status: 503,
    sentence: 'The connection to the runs was cut.',
    remedy: 'It is made again by itself; runs are not affected.'
  }
} as const satisfies Record<string, ErrorRow>;
