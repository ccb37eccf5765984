/** What can go wrong between a page and the gateway. */
import type { ErrorRow } from './row.js';

export const GATEWAY_ERRORS = {
  /** Said by the relay, in Python: it has no gateway to ask. */
  'gateway-not-started': {
    status: 503,
    sentence: 'The gateway does not start: {detail}.',
    remedy: 'Look at the log of the Jupyter server, then restart the gateway.'
  },
  /** Said by the relay too. */
  'gateway-lost': {
    status: 503,
    sentence: 'The gateway stopped before it had answered.',
    remedy: 'Try again: a new one starts. Runs are not affected.'
  },
  'gateway-forbidden': {
    status: 403,
    sentence: 'The gateway only answers the Jupyter server that started it.',
    remedy: 'Open JupyterLab through its server; restart the server if this goes on.'
  },
  'gateway-not-json': {
    status: 415,
    sentence: 'The gateway takes JSON, but got {type}.',
    remedy: 'Send Content-Type: application/json.'
  },
  'gateway-body-invalid': {
    status: 400,
    sentence: 'The request is not understood: {detail}.',
    remedy: 'Reload the page: it may be older than the server.'
  },
  'gateway-too-large': {
    status: 413,
    sentence: 'The request is larger than {limit}.',
    remedy: 'Clear the outputs of the notebook and save it.'
  },
  'gateway-no-route': {
    status: 404,
    sentence: 'The gateway has no {method} {path}.',
    remedy: 'Reload the page: it may be older than the server.'
  },
  'gateway-protocol': {
    status: 409,
    sentence:
      'The page speaks version {page} of the protocol, the server version {server}.',
    remedy: 'Reload the page.'
  },
  'gateway-internal': {
    status: 500,
    sentence: 'The gateway met an error it does not know: {detail}.',
    remedy: 'Please report it with the log of the Jupyter server.'
  },
  'path-outside': {
    status: 422,
    sentence: '{path} is outside the folder the Jupyter server serves.',
    remedy: 'Move the notebook below that folder.'
  },
  'output-missing': {
    status: 404,
    sentence: 'Rank {rank} of run {id} has no file {path}.',
    remedy: 'Look at the list of its outputs: jkf runs show {id}'
  }
} as const satisfies Record<string, ErrorRow>;
