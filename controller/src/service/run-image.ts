/** The image of a run that is delivered in one. It is built when the run starts. */
import { fail, ProblemError, type Prepared } from '@jupyterlab-kubeflow/protocol';
import { RESOURCES } from '../core/cluster/object.js';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import {
  type RegistryPlace,
  type RegistrySetting
} from '../core/cluster/registry-place.js';
import { buildMessage, type BuildProgress } from '../core/image/build-progress.js';
import { IMAGE_FOLDER } from '../core/image/bundle-layer.js';
import type { Start, PlanForCluster } from '../core/kubernetes/from-plan.js';
import { some } from '../core/kubernetes/objects.js';
import { selectorOf } from '../core/kubernetes/pod.js';
import { secretLogins, type SecretLogin } from '../core/registry/pull-secret.js';
import type { BuildWatch } from '../ports/builder.js';
import type { CallOptions } from '../ports/cluster.js';
import type { ImageRequest, Images, ImageSource } from './images.js';
import type { Probed } from './probes.js';

/** Who builds, and for which registry. */
export interface RunImageDeps {
  readonly images: Images;
  readonly registry: RegistrySetting;
}

export type { BuildWatch } from '../ports/builder.js';

/** What is run in an image. */
export interface ImageOfRun extends ImageSource {
  readonly plan: PlanForCluster;
}

/** Throws as `Images` does, and `delivery-push-unknown`. */
export async function buildRunImage(
  run: ImageOfRun,
  place: Probed,
  { images, registry, watch }: RunImageDeps & { readonly watch: BuildWatch }
): Promise<Pick<Start, 'image' | 'delivery'>> {
  const watched = {
    ...some('signal', watch.signal),
    onProgress: (step: BuildProgress): void => {
      watch.onProgress?.(buildMessage(step));
    }
  };
  const { base, ...request } = await requestFor(run, place, registry);
  const { kind } = run.plan.cluster.delivery;
  if (kind === 'image-volume') {
    const { reference } = await images.pack(run, { ...request, ...watched });
    return { delivery: { kind, reference } };
  }
  const { reference } = await images.build(run, {
    ...{ ...request, ...watched, base }
  });
  const { python } = run.plan.environment;
  return {
    image: { reference, python },
    delivery: { kind: 'image', folder: IMAGE_FOLDER }
  };
}

/** What can be done for `buildRunImage` before the run is started. */
export async function prepareRunImage(
  run: ImageOfRun,
  place: Probed,
  { images, registry, what }: RunImageDeps & { readonly what: 'opened' | 'pushed' }
): Promise<Prepared> {
  return images.prepare(run, await requestFor(run, place, registry), what);
}

/** The same for the same plan: what is prepared is found by it. */
async function requestFor(
  { plan }: ImageOfRun,
  place: Probed,
  { place: registry, access }: RegistrySetting
): Promise<ImageRequest> {
  const { environment, cluster } = plan;
  const { push } = cluster.delivery;
  if (push === undefined) return fail('delivery-push-unknown', {});
  const nodes = valueOr(place.probe.nodes, []);
  return {
    base: ourName(environment.image, push, registry),
    ...{ push, access, tagByContent: true },
    logins: await loginsFor(plan, place),
    ...some('pullHost', registry?.pullHost),
    ...some('platform', platformOf(nodes, selectorOf(cluster.workload)))
  };
}

/** An image that nodes pull by their own name of the registry is read by ours. */
export function ourName(image: string, push: string, registry?: RegistryPlace): string {
  const theirs = registry?.pullHost;
  const [ours = ''] = push.split('/');
  const isTheirs = theirs !== undefined && image.startsWith(`${theirs}/`);
  return isTheirs ? ours + image.slice(theirs.length) : image;
}

/** Of the Secrets that pods pull with, those that the user may read: few may. */
export async function loginsFor(
  { target, cluster }: PlanForCluster,
  { api }: Probed,
  options: CallOptions = {}
): Promise<readonly SecretLogin[]> {
  const { namespace } = target;
  const found = cluster.workload.imagePullSecrets.map(async name => {
    try {
      return secretLogins(
        await api.get(RESOURCES.secret, { namespace, name }, options)
      );
    } catch (error) {
      if (error instanceof ProblemError) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}
