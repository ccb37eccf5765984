/** Builds an image by a builder, and believes the registry only. */
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Digest } from '../core/image/digest.js';
import { formatReference, pinned } from '../core/image/reference.js';
import type { Builder, BuildRequest, BuildWatch } from '../ports/builder.js';
import type { Registries } from '../ports/registry.js';

export interface MadeImage {
  readonly digest: Digest;
  /** By its digest. */
  readonly reference: string;
}

/** As `Builder.build`, or `builder-result-wrong` where the registry lacks the image. */
export async function buildWith(
  builder: Builder,
  registries: Registries,
  request: BuildRequest,
  watch: BuildWatch = {}
): Promise<MadeImage> {
  const { push } = request;
  const digest = await builder.build(request, watch);
  const reference = formatReference(pinned(push.reference, digest));
  const { signal } = watch;
  const session = registries.open({ pull: [push], ...(signal ? { signal } : {}) });
  try {
    await session.manifest(push, digest);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'image-missing') {
      return fail('builder-result-wrong', { tool: builder.name, image: reference });
    }
    throw error;
  }
  return { digest, reference };
}
