import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { appendLayers, emptyImage, type Image, type Layer } from './append.js';
import { isIndex, parseConfig, parseManifest } from './parse.js';
import { MEDIA, type ImageConfig } from './types.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
const LINUX = { os: 'linux', architecture: 'amd64' };

const layer = (name: string, mediaType: string = MEDIA.layerGzip): Layer => ({
  descriptor: { mediaType, digest: `sha256:${hash(name)}`, size: name.length },
  diffId: `sha256:${hash(`tar of ${name}`)}`,
  createdBy: name
});

/** A base as Docker makes it, with fields that we know nothing of. */
function dockerBase(): Image {
  const made = appendLayers(emptyImage(LINUX), [layer('debian'), layer('python')], {
    hash
  });
  const config: ImageConfig = {
    ...made.config,
    docker_version: '20',
    config: {
      User: '1000',
      Env: ['PATH=/bin', 'LANG=C'],
      Entrypoint: ['tini', '--'],
      Cmd: ['python3'],
      Labels: { a: '1' },
      StopSignal: 'SIGINT'
    },
    history: [{ created_by: 'ENV a', empty_layer: true }]
  };
  const layers = made.manifest.layers.map(entry => ({
    ...entry,
    mediaType: MEDIA.dockerLayerGzip
  }));
  const manifest = { ...made.manifest, mediaType: MEDIA.dockerManifest, layers };
  return { manifest, config };
}

describe('an image with a layer on top', () => {
  const base = dockerBase();
  const built = appendLayers(base, [layer('code')], {
    hash,
    changes: { cmd: ['python3', 'a.py'], env: { LANG: 'C.UTF-8', X: '1' } }
  });

  it('names config and layers by digest and size of what is stored', () => {
    const { manifest, configBlob } = built;
    expect(manifest.config).toEqual(configBlob.descriptor);
    expect(manifest.config.digest).toBe(`sha256:${hash(configBlob.text)}`);
    expect(manifest.config.size).toBe(Buffer.byteLength(configBlob.text));
    expect(built.manifestBlob.descriptor.digest).toBe(
      `sha256:${hash(built.manifestBlob.text)}`
    );
  });

  it('keeps the base’s layers, first and unchanged', () => {
    const digests = built.manifest.layers.map(({ digest }) => digest);
    expect(digests.slice(0, 2)).toEqual(
      base.manifest.layers.map(({ digest }) => digest)
    );
    expect(digests).toHaveLength(3);
  });

  it('has one diff id and one step of history for each layer', () => {
    const { config, manifest } = built;
    expect(config.rootfs.diff_ids).toHaveLength(manifest.layers.length);
    const steps = config.history?.filter(({ empty_layer }) => empty_layer !== true);
    expect(steps).toHaveLength(manifest.layers.length);
  });

  it('is of one kind, also on a base of Docker’s', () => {
    const { manifest } = built;
    const types = [manifest.mediaType, manifest.config.mediaType];
    types.push(...manifest.layers.map(({ mediaType }) => mediaType));
    expect(types.filter(type => type.includes('docker'))).toEqual([]);
  });

  it('keeps what it was not asked to change, and takes the entrypoint away', () => {
    expect(built.config.docker_version).toBe('20');
    expect(built.config.config).toEqual({
      User: '1000',
      Env: ['PATH=/bin', 'LANG=C.UTF-8', 'X=1'],
      Entrypoint: null,
      Cmd: ['python3', 'a.py'],
      Labels: { a: '1' },
      StopSignal: 'SIGINT'
    });
  });

  it('is the same when it is made again', () => {
    const again = appendLayers(dockerBase(), [layer('code')], {
      hash,
      changes: { cmd: ['python3', 'a.py'], env: { LANG: 'C.UTF-8', X: '1' } }
    });
    expect(again.manifestBlob).toEqual(built.manifestBlob);
  });

  it('is read back as it was written', () => {
    const manifest = parseManifest(built.manifestBlob.text);
    if (isIndex(manifest)) throw new Error('an index');
    expect(manifest).toEqual(built.manifest);
    expect(parseConfig(built.configBlob.text, manifest)).toEqual(built.config);
  });
});
