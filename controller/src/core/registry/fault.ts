/** Which row of the error table it is when a registry does not answer at all. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import { faultKind, faultWords, type ConnectionFault } from '../cluster/fault.js';
import { RegistryError } from './registry-error.js';

/** The error of a call that got no answer. */
export function registryFault(host: string, fault: ConnectionFault): RegistryError {
  const detail = faultWords(fault).replace(/\.$/, '');
  switch (faultKind(fault)) {
    case 'server-certificate':
    case 'client-certificate':
      return new RegistryError(problem('registry-certificate', { host, detail }), {
        temporary: false
      });
    case 'protocol':
      return protocolFault(host, fault, detail);
    case 'network':
      return new RegistryError(problem('registry-unreachable', { host, detail }), {
        temporary: true
      });
  }
}

/** Something has answered, in another language. */
function protocolFault(
  host: string,
  { code }: ConnectionFault,
  detail: string
): RegistryError {
  const plain = code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO';
  const words = 'what comes back is no TLS';
  return plain
    ? new RegistryError(problem('registry-not-encrypted', { host, detail: words }), {
        temporary: false
      })
    : new RegistryError(problem('registry-answer-invalid', { host, detail }), {
        temporary: true
      });
}
