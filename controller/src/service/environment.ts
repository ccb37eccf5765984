/** Which interpreter a plan uses, why, and what it has: facts for the plan. */
import {
  ProblemError,
  reason,
  type Check,
  type Environment,
  type Message,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { failed, passed } from '../core/plan/checks.js';
import type { Kernel, KernelFacts, Kernels } from '../ports/kernel.js';

/** The environment of a plan; without `facts` it cannot be used, and a check says why. */
export interface FoundEnvironment {
  readonly environment: Environment;
  readonly kernel?: Kernel;
  readonly facts?: KernelFacts;
  readonly checks: readonly Check[];
}

/**
 * Finds the interpreter and asks it. An interpreter that is missing is a failed
 * check, not an exception: the rest of the plan can still be shown.
 * @param named - the kernel the notebook names
 */
export async function findEnvironment(
  kernels: Kernels,
  settings: Settings,
  named: string | undefined
): Promise<FoundEnvironment> {
  try {
    const kernel = await findKernel(kernels, settings, named);
    const facts = await kernels.inspect(kernel);
    const { python, version } = facts;
    return {
      environment: {
        kind: 'interpreter',
        python,
        version,
        ...(kernel.name === undefined ? {} : { kernel: kernel.name }),
        reason: kernelReason(settings, named, kernel)
      },
      kernel,
      facts,
      checks: [passed('kernel', reason('kernel-answers', { version, python }))]
    };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return unusable(settings, named, error);
  }
}

function findKernel(
  kernels: Kernels,
  settings: Settings,
  named: string | undefined
): Promise<Kernel> {
  if (settings.python !== undefined) return kernels.named(settings.python);
  return kernels.find(settings.kernel ?? named);
}

function kernelReason(
  settings: Settings,
  named: string | undefined,
  kernel: Kernel
): Message {
  if ((settings.python ?? settings.kernel) !== undefined) return reason('chosen', {});
  if (kernel.origin === 'path') return reason('kernel-on-path', {});
  return named === undefined
    ? reason('kernel-default', {})
    : reason('kernel-of-notebook', { kernel: named });
}

function unusable(
  settings: Settings,
  named: string | undefined,
  error: ProblemError
): FoundEnvironment {
  const wanted = settings.python ?? settings.kernel ?? named ?? 'python3';
  return {
    environment: {
      kind: 'interpreter',
      python: wanted,
      reason: { code: error.problem.code, params: {}, text: error.problem.sentence }
    },
    checks: [failed('kernel', error.problem)]
  };
}
