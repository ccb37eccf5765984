/** Wheels that are too large to be added: what brings all of CUDA belongs into a base. */
import { bytesText, problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { ChosenWheel } from './report.js';

/**
 * Most bytes of one wheel. Builds of PyTorch and TensorFlow for CUDA have more, and every
 * node would pull them again; what runs without CUDA has less.
 */
export const MOST_WHEEL_BYTES = 500 * 1024 ** 2;

/** Whether nobody need ask how large a file is: what is for every machine is small. */
export function isSurelySmall({ file }: Pick<ChosenWheel, 'file'>): boolean {
  return /-any\.whl$/.test(file);
}

/** Why a wheel is not added; `undefined` when it may be. */
export function tooLarge({ name, version, size }: ChosenWheel): Problem | undefined {
  if (size === undefined || size <= MOST_WHEEL_BYTES) return undefined;
  return problem('package-too-large', { name, version, size: bytesText(size) });
}
