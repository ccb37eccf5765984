/** Which row of the error table it is when an API server does not answer at all. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import { ClusterError } from './cluster-error.js';
import { refusedCredentials, type Call } from './call.js';
import { faultKind, faultWords, type ConnectionFault } from './fault.js';

/** The error of a call that got no answer. */
export function connectionError(call: Call, fault: ConnectionFault): ClusterError {
  const { context, server } = call;
  const detail = faultWords(fault);
  const kind = faultKind(fault);
  if (kind === 'client-certificate') {
    return new ClusterError(refusedCredentials(call, detail), { temporary: false });
  }
  if (kind === 'server-certificate') {
    const row = problem('cluster-certificate', { context, server, detail });
    return new ClusterError(row, { temporary: false });
  }
  if (kind === 'protocol') {
    const row = problem('cluster-answer-invalid', { server, detail });
    return new ClusterError(row, { temporary: true });
  }
  const row = problem('cluster-unreachable', { context, server, detail });
  return new ClusterError(row, { temporary: true });
}
