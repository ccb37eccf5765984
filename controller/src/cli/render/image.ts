/** Images as a terminal shows them: what is done to them, and what came of it. */
import { bytesText } from '../../core/plan/text.js';
import type { AppendedImage, BuildProgress } from '../../service/image-build.js';
import { plural } from './text.js';

/** What is done at the moment. */
export function progressText({ step, bytes = 0 }: BuildProgress): string {
  switch (step) {
    case 'base':
      return 'Reading the base …';
    case 'mount':
      return 'Naming the base’s layers …';
    case 'copy':
      return `Copying a layer of the base, ${bytesText(bytes)} …`;
    case 'upload':
      return `Pushing ${bytesText(bytes)} …`;
    case 'publish':
      return 'Naming the image …';
  }
}

/** What an image cost, on one line. */
export function builtText(image: AppendedImage): string {
  const { layers, size, sentBytes, requests, base } = image;
  const whole = `${plural(layers, 'layer')}, ${bytesText(size)}`;
  const sent = `${bytesText(sentBytes)} sent in ${plural(requests, 'request')}`;
  return `On ${base}: ${whole}; ${sent}`;
}
