/** Which row of the error table it is when an API server does not answer at all. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import { ClusterError } from './cluster-error.js';
import { refusedCredentials, type Call } from './call.js';

/** An error of the network or of TLS, as Node tells it. */
export interface ConnectionFault {
  /** e.g. `ECONNREFUSED`, `CERT_HAS_EXPIRED`; empty when there is none. */
  readonly code: string;
  readonly message: string;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut'
};

/** What OpenSSL calls a certificate of the server that does not hold. */
const SERVER_CERTIFICATE =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CA_)/;

/** Alerts by which a server refuses the certificate of the client. */
const CLIENT_CERTIFICATE = /ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED)/;

/** Something else than TLS has answered, or something else than HTTP. */
const PROTOCOL = /^(ERR_SSL_|EPROTO|HPE_|ERR_INVALID_)/;

/** The error of a call that got no answer. */
export function connectionError(call: Call, fault: ConnectionFault): ClusterError {
  const { context, server } = call;
  const { code } = fault;
  const detail = WORDS[code] ?? (fault.message || code || 'no answer');
  if (CLIENT_CERTIFICATE.test(code)) {
    return new ClusterError(refusedCredentials(call, detail), { temporary: false });
  }
  if (SERVER_CERTIFICATE.test(code)) {
    const row = problem('cluster-certificate', { context, server, detail });
    return new ClusterError(row, { temporary: false });
  }
  if (PROTOCOL.test(code)) {
    const row = problem('cluster-answer-invalid', { server, detail });
    return new ClusterError(row, { temporary: true });
  }
  const row = problem('cluster-unreachable', { context, server, detail });
  return new ClusterError(row, { temporary: true });
}
