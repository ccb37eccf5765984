/** Places that runs can be sent to, as a person writes them. */
import { fail, type TargetRef } from '@jupyterlab-kubeflow/protocol';
import type { Clusters } from '../ports/cluster.js';

/**
 * `CONTEXT[/NAMESPACE]`; without a namespace the context's own. Names of contexts may have
 * slashes themselves. `context-missing` when no kubeconfig has it.
 */
export async function parseTarget(
  text: string,
  clusters: Pick<Clusters, 'targets'>
): Promise<TargetRef> {
  if (text === 'local') return { kind: 'local' };
  const targets = await clusters.targets();
  const whole = targets.find(({ context }) => context === text);
  if (whole) {
    return { kind: 'cluster', context: whole.context, namespace: whole.namespace };
  }
  const slash = text.lastIndexOf('/');
  const context = text.slice(0, Math.max(slash, 0));
  const namespace = text.slice(slash + 1);
  const named = targets.find(target => target.context === context);
  if (named && namespace !== '') return { kind: 'cluster', context, namespace };
  const known = targets.map(target => target.context).join(', ') || '(none)';
  return fail('context-missing', { context: text, known });
}
