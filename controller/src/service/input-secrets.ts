/** Whether the Secrets that inputs name are there, as far as the user may see them. */
import {
  problem,
  ProblemError,
  type Check,
  type InputPlan
} from '@jupyterlab-kubeflow/protocol';
import { fieldsOf } from '../core/cluster/fields.js';
import { RESOURCES, type KubeObject } from '../core/cluster/object.js';
import type { PlanForCluster } from '../core/kubernetes/from-plan.js';
import { fetched } from '../core/kubernetes/inputs.js';
import { failed } from '../core/plan/checks.js';
import { missingKeys } from '../core/plan/input-keys.js';
import type { CallOptions, ClusterApi } from '../ports/cluster.js';

/** Nothing is said of a Secret that may not be read: the run will tell. */
export async function checkInputSecrets(
  plan: PlanForCluster,
  api: ClusterApi,
  options: CallOptions
): Promise<readonly Check[]> {
  const checks = fetched(plan).map(input => checkSecret(plan, input, { api, options }));
  return (await Promise.all(checks)).flat();
}

async function checkSecret(
  { target: { namespace } }: PlanForCluster,
  { name, url, secret }: InputPlan,
  { api, options }: { readonly api: ClusterApi; readonly options: CallOptions }
): Promise<Check[]> {
  if (secret === undefined) return [];
  try {
    const place = { namespace, name: secret };
    const object = await api.get(RESOURCES.secret, place, options);
    const keys = missingKeys(url, keysOf(object));
    if (keys.length === 0) return [];
    const params = { name, secret, keys: keys.join(', ') };
    return [failed('inputs', problem('input-secret-keys', params))];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem.code !== 'object-missing') return [];
    return [
      failed('inputs', problem('input-secret-missing', { name, secret, namespace }))
    ];
  }
}

/** Names alone: values are nobody's business. */
function keysOf(object: KubeObject): string[] {
  return Object.keys(fieldsOf(object['data']));
}
