/** A quota in words. */
import type { QuotaUse } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';

export function quotaText(
  trans: TranslationBundle,
  { quota, resource, used, hard }: QuotaUse
): string {
  return trans.__('Quota %1: %2 of %3 %4 in use', quota, used, hard, resource);
}
