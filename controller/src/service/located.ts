/** Names of images that users give. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { nameFault } from '../core/image/reference.js';
import { locate, type Located } from '../core/registry/repository.js';

/** `image-name-invalid` for what is no name of an image. */
export function located(image: string): Located {
  try {
    return locate(image);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('image-name-invalid', { image, detail: nameFault(error) });
  }
}
