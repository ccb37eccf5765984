/** What errors of the network and of TLS mean, as Node tells them. */

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

/** Which party is at fault. */
export type FaultKind =
  'network' | 'server-certificate' | 'client-certificate' | 'protocol';

export function faultKind({ code }: ConnectionFault): FaultKind {
  if (CLIENT_CERTIFICATE.test(code)) return 'client-certificate';
  if (SERVER_CERTIFICATE.test(code)) return 'server-certificate';
  return PROTOCOL.test(code) ? 'protocol' : 'network';
}

/** The fault in words, to stand behind a colon. */
export function faultWords({ code, message }: ConnectionFault): string {
  return WORDS[code] ?? (message || code || 'no answer');
}
