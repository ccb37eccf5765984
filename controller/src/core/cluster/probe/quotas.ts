/** What quotas leave, in numbers. */
import type { QuotaUse } from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, textMapOf } from '../fields.js';
import { metadataOf, type KubeObject } from '../object.js';
import { quantityOf } from './quantity.js';

/** Amounts of all quotas that count every pod; those with scopes may not count ours. */
export function quotaUses(quotas: readonly KubeObject[]): QuotaUse[] {
  return quotas.filter(isForAll).flatMap(quota => {
    const status = fieldsOf(quota['status']);
    const used = textMapOf(status['used']);
    const { name } = metadataOf(quota);
    return Object.entries(textMapOf(status['hard'])).map(([resource, hard]) => ({
      quota: name,
      resource,
      used: used[resource] ?? '0',
      hard
    }));
  });
}

function isForAll(quota: KubeObject): boolean {
  const { scopes, scopeSelector } = fieldsOf(quota['spec']);
  return scopes === undefined && scopeSelector === undefined;
}

/** What is asked for, by the names that quotas give it. */
export type Wanted = Readonly<Record<string, number>>;

/** A quota's amount that is too small for what is asked for. */
export interface Shortage extends QuotaUse {
  readonly wanted: number;
}

export function shortages(uses: readonly QuotaUse[], wanted: Wanted): Shortage[] {
  return uses.flatMap(use => {
    const amount = wanted[use.resource] ?? 0;
    const left = (quantityOf(use.hard) ?? Infinity) - (quantityOf(use.used) ?? 0);
    // Quantities are decimal: what a sum misses by rounding is no shortage.
    return amount > 0 && amount > left * (1 + 1e-9) + 1e-9
      ? [{ ...use, wanted: amount }]
      : [];
  });
}
