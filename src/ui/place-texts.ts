/** Where something runs, in words. */
import type { TargetRef } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Context and namespace, as `jkf --target` takes them. */
export function placeName({
  context,
  namespace
}: TargetRef & { kind: 'cluster' }): string {
  // No-break spaces: a name that is broken in two reads as two.
  return `${context}\u00a0/\u00a0${namespace}`;
}

/** `on this computer`, `on gpu-cluster / team-a`. */
export function placeText(
  trans: TranslationBundle,
  target: TargetRef | undefined
): string {
  return target?.kind === 'cluster'
    ? trans.__('on %1', placeName(target))
    : trans.__('on this computer');
}
