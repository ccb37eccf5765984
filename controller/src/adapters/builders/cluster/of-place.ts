/** The builder that an administrator has published, put together. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { BuilderPlace } from '../../../core/builder/place.js';
import type { ContextStore } from '../../../core/builder/store.js';
import { textMapOf } from '../../../core/cluster/fields.js';
import { RESOURCES } from '../../../core/cluster/object.js';
import { fromUtf8 } from '../../../core/image/utf8.js';
import { fromBase64 } from '../../../core/kubernetes/base64.js';
import type { ClusterApi } from '../../../ports/cluster.js';
import type { Timing } from '../../../ports/timing.js';
import { ClusterBuilder, type ClusterBuilderDeps } from './builder.js';
import { putContext, type Contexts } from './put.js';
import { keysIn, S3Contexts } from './s3.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface ClusterBuildersDeps {
  readonly timing: Timing;
  /** With keys for a store whose place names no Secret. */
  readonly env: Variables;
  /** gzip. */
  readonly compress: ClusterBuilderDeps['compress'];
}

export function clusterBuilders({
  timing,
  env,
  compress
}: ClusterBuildersDeps): (
  api: ClusterApi,
  namespace: string,
  place: BuilderPlace
) => ClusterBuilder {
  return (api, namespace, place) => {
    const { store } = place;
    const contexts = store && (() => contextsOf(store, { api, namespace, env }));
    return new ClusterBuilder({
      ...{ api, namespace, place, timing, compress },
      put: putContext(contexts)
    });
  };
}

async function contextsOf(
  store: ContextStore,
  from: {
    readonly api: ClusterApi;
    readonly namespace: string;
    readonly env: Variables;
  }
): Promise<Contexts> {
  const { bucket, prefix, secret } = store;
  const keys = keysIn(secret === undefined ? from.env : await secretOf(from, secret));
  const place = `s3://${bucket}/${prefix}`;
  return new S3Contexts(store, keys ?? fail('builder-store-keys', { place }));
}

async function secretOf(
  { api, namespace }: { readonly api: ClusterApi; readonly namespace: string },
  name: string
): Promise<Variables> {
  const secret = await api.get(RESOURCES.secret, { namespace, name });
  const entries = Object.entries(textMapOf(secret['data']));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, fromUtf8(fromBase64(text) ?? new Uint8Array())])
  );
}
