/** The image of a run that is delivered in one. It is built when the run starts. */
import { fail, ProblemError, type Message } from '@jupyterlab-kubeflow/protocol';
import { RESOURCES } from '../core/cluster/object.js';
import { valueOr } from '../core/cluster/probe/answer.js';
import { platformOf } from '../core/cluster/probe/nodes.js';
import {
  type RegistryPlace,
  type RegistrySetting
} from '../core/cluster/registry-place.js';
import { buildMessage } from '../core/image/build-progress.js';
import { IMAGE_FOLDER } from '../core/image/bundle-layer.js';
import type { Start, PlanForCluster } from '../core/kubernetes/from-plan.js';
import { some } from '../core/kubernetes/objects.js';
import { secretLogins, type SecretLogin } from '../core/registry/pull-secret.js';
import type { CallOptions } from '../ports/cluster.js';
import type { Images, ImageSource, PackRequest } from './images.js';
import type { Probed } from './probes.js';

/** Who builds, and for which registry. */
export interface RunImageDeps {
  readonly images: Images;
  readonly registry: RegistrySetting;
  readonly watch: BuildWatch;
}

/** How a build is watched and ended. */
export interface BuildWatch extends CallOptions {
  readonly onProgress?: (doing: Message) => void;
}

/** The run whose image is built. */
export interface ImageOfRun extends ImageSource {
  readonly plan: PlanForCluster;
  readonly id: string;
}

/** Throws as `Images` does, and `delivery-push-unknown`. */
export async function buildRunImage(
  run: ImageOfRun,
  place: Probed,
  deps: RunImageDeps
): Promise<Pick<Start, 'image' | 'delivery'>> {
  const { environment, cluster } = run.plan;
  const { kind, push } = cluster.delivery;
  if (push === undefined) return fail('delivery-push-unknown', {});
  const { images, registry } = deps;
  const request = await requestOf(run, { place, push }, deps);
  if (kind === 'image-volume') {
    const { reference } = await images.pack(run, request);
    return { delivery: { kind, reference } };
  }
  const base = reachable(environment.image, push, registry.place);
  const { reference } = await images.build(run, { ...request, base });
  return {
    image: { reference, python: environment.python },
    delivery: { kind: 'image', folder: IMAGE_FOLDER }
  };
}

/** Where it is pushed, for which nodes, and with which logins. */
async function requestOf(
  { plan, id }: ImageOfRun,
  { place, push }: { readonly place: Probed; readonly push: string },
  { watch, registry: { place: registry, access } }: RunImageDeps
): Promise<PackRequest> {
  const { nodeSelector } = plan.cluster.workload;
  const nodes = valueOr(place.probe.nodes, []);
  return {
    push: `${push}:${id}`,
    access,
    logins: await loginsFor(plan, place),
    ...some('pullHost', registry?.pullHost),
    ...some('platform', platformOf(nodes, nodeSelector)),
    ...some('signal', watch.signal),
    onProgress: step => watch.onProgress?.(buildMessage(step))
  };
}

/** An image that nodes pull by their own name of the registry is read by ours. */
function reachable(image: string, push: string, registry?: RegistryPlace): string {
  const theirs = registry?.pullHost;
  const [ours = ''] = push.split('/');
  const isTheirs = theirs !== undefined && image.startsWith(`${theirs}/`);
  return isTheirs ? ours + image.slice(theirs.length) : image;
}

/** Of the Secrets that pods pull with, those that the user may read: few may. */
async function loginsFor(
  { target, cluster }: PlanForCluster,
  { api }: Probed
): Promise<readonly SecretLogin[]> {
  const { namespace } = target;
  const found = cluster.workload.imagePullSecrets.map(async name => {
    try {
      return secretLogins(await api.get(RESOURCES.secret, { namespace, name }));
    } catch (error) {
      if (error instanceof ProblemError) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}
