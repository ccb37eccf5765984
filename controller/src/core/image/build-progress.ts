/** What is done while an image is built. */
import {
  bytesText,
  reason,
  type Message,
  type ReasonCode
} from '@jupyterlab-kubeflow/protocol';

/** `bytes`: of the blob that is copied or uploaded. */
export interface BuildProgress {
  readonly step: 'base' | 'mount' | 'copy' | 'upload' | 'publish';
  readonly bytes?: number;
}

const CODES = {
  base: 'build-base',
  mount: 'build-mount',
  copy: 'build-copy',
  upload: 'build-upload',
  publish: 'build-publish'
} as const satisfies Record<BuildProgress['step'], ReasonCode>;

/** The same in words. */
export function buildMessage({ step, bytes = 0 }: BuildProgress): Message {
  return reason(CODES[step], { size: bytesText(bytes) });
}
