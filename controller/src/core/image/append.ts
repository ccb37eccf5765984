/**
 * Makes an image of another one and layers on top. The base's layers are only named:
 * whoever has the base's manifest and config needs none of its gigabytes.
 */
import type { Hasher } from '../bundle/bundle.js';
import { jsonBlob } from './blob.js';
import type { Digest } from './digest.js';
import {
  MEDIA,
  type Blob,
  type Descriptor,
  type History,
  type ImageConfig,
  type Manifest,
  type Platform,
  type RunConfig
} from './types.js';

/** Manifest and config, which belong together. */
export interface Image {
  readonly manifest: Manifest;
  readonly config: ImageConfig;
}

/** A layer to put on top. */
export interface Layer {
  /** Of the bytes as they are stored, usually compressed. */
  readonly descriptor: Descriptor;
  /** Of the tar archive itself. */
  readonly diffId: Digest;
  /** What made it, for the image's history. */
  readonly createdBy: string;
}

/** What differs from the base besides the layers; what is absent stays as it is. */
export interface Changes {
  /** Added to the base's, or put in the place of equal names. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command without an entrypoint takes the base's entrypoint away. */
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Container ports, such as `8888/tcp`. */
  readonly ports?: readonly string[];
  /** Of the manifest, in the place of the base's. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** When the image and its new layers were made; the start of 1970 unless said. */
  readonly created?: string;
}

/** An image that is ready to be stored: blobs before the manifest. */
export interface BuiltImage extends Image {
  readonly manifestBlob: Blob;
  readonly configBlob: Blob;
}

const EPOCH = '1970-01-01T00:00:00Z';

/** An image without layers, to begin from. */
export function emptyImage(platform: Platform): Image {
  const nothing: Descriptor = {
    mediaType: MEDIA.config,
    digest: `sha256:${'0'.repeat(64)}`,
    size: 0
  };
  return {
    manifest: {
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: nothing,
      layers: []
    },
    config: { ...platform, rootfs: { type: 'layers', diff_ids: [] } }
  };
}

/**
 * The base with layers and changes. The result is an OCI image even where the base is
 * one of Docker's, for kinds must not be mixed; the base's layers keep their bytes.
 */
export function appendLayers(
  base: Image,
  layers: readonly Layer[],
  { changes = {}, hash }: { readonly changes?: Changes; readonly hash: Hasher }
): BuiltImage {
  const created = changes.created ?? EPOCH;
  const config: ImageConfig = {
    ...base.config,
    created,
    config: changed(base.config.config ?? {}, changes),
    rootfs: {
      type: 'layers',
      diff_ids: [...base.config.rootfs.diff_ids, ...layers.map(({ diffId }) => diffId)]
    },
    history: [...fullHistory(base), ...layers.map(layer => stepOf(layer, created))]
  };
  const configBlob = jsonBlob(config, MEDIA.config, hash);
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: configBlob.descriptor,
    layers: [
      ...base.manifest.layers.map(asOci),
      ...layers.map(({ descriptor }) => descriptor)
    ],
    ...(changes.annotations ? { annotations: changes.annotations } : {})
  };
  const manifestBlob = jsonBlob(manifest, MEDIA.manifest, hash);
  return { manifest, config, manifestBlob, configBlob };
}

function stepOf({ createdBy }: Layer, created: string): History {
  return { created, created_by: createdBy };
}

/** The base's history with a step for each layer: some tools leave steps out. */
function fullHistory({ config }: Image): readonly History[] {
  const history = config.history ?? [];
  const made = history.filter(step => step.empty_layer !== true).length;
  const missing = config.rootfs.diff_ids.length - made;
  return missing === 0
    ? history
    : config.rootfs.diff_ids.map(() => ({ created: EPOCH, comment: 'of the base' }));
}

function changed(config: RunConfig, changes: Changes): RunConfig {
  const { user, workingDir, labels, ports } = changes;
  return {
    ...config,
    ...(changes.env ? { Env: withEnv(config.Env ?? [], changes.env) } : {}),
    ...commandOf(changes),
    ...(user === undefined ? {} : { User: user }),
    ...(workingDir === undefined ? {} : { WorkingDir: workingDir }),
    ...(labels ? { Labels: { ...config.Labels, ...labels } } : {}),
    ...(ports ? { ExposedPorts: exposed(config, ports) } : {})
  };
}

function commandOf({ entrypoint, cmd }: Changes): Partial<RunConfig> {
  if (entrypoint) return { Entrypoint: entrypoint, Cmd: cmd ?? null };
  return cmd ? { Entrypoint: null, Cmd: cmd } : {};
}

function exposed(
  { ExposedPorts = {} }: RunConfig,
  ports: readonly string[]
): Record<string, object> {
  return { ...ExposedPorts, ...Object.fromEntries(ports.map(port => [port, {}])) };
}

function withEnv(
  base: readonly string[],
  env: Readonly<Record<string, string>>
): readonly string[] {
  const kept = base.filter(line => !((line.split('=')[0] ?? '') in env));
  return [...kept, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
}

const OCI_OF: Readonly<Record<string, string>> = {
  [MEDIA.dockerLayer]: MEDIA.layer,
  [MEDIA.dockerLayerGzip]: MEDIA.layerGzip,
  [MEDIA.dockerForeign]: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'
};

function asOci(layer: Descriptor): Descriptor {
  return { ...layer, mediaType: OCI_OF[layer.mediaType] ?? layer.mediaType };
}
