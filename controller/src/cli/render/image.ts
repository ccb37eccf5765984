/** Images as a terminal shows them: what is done to them, and what came of it. */
import { bytesText } from '../../core/plan/text.js';
import type { Message } from '@jupyterlab-kubeflow/protocol';
import type { AppendedImage } from '../../service/image-build.js';
import { plural } from './text.js';

/** What is done at the moment. */
export function progressText({ text }: Message): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} …`;
}

/** What an image cost, on one line. */
export function builtText(image: AppendedImage): string {
  const { layers, size, sentBytes, requests, base } = image;
  const whole = `${plural(layers, 'layer')}, ${bytesText(size)}`;
  const sent = `${bytesText(sentBytes)} sent in ${plural(requests, 'request')}`;
  return `On ${base}: ${whole}; ${sent}`;
}
