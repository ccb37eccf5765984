/** A bundle on a base, as independent tools judge it: skopeo, umoci, containerd, crane. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltImage } from '../../controller/src/core/image/append.js';
import {
  isIndex,
  parseConfig,
  parseManifest
} from '../../controller/src/core/image/parse.js';
import type { ImageConfig, Manifest } from '../../controller/src/core/image/types.js';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import type { AppendedImage } from '../../controller/src/service/image-build.js';
import { append, FILES, hash, pushBase, registriesFor } from './support/appending.js';
import { noContainerd, startContainerd } from './support/containerd.js';
import { absent, startRegistry, tool, type TestRegistry } from './support/registry.js';

const missing = absent('docker-registry', 'skopeo', 'umoci');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

/** Validates every digest, size and media type; compiled once, by Go's own cache. */
const CRANE = 'github.com/google/go-containerregistry/cmd/crane@v0.22.1';
const noGo = absent('go').length > 0 ? ' (not installed: go)' : '';

const noCtr = [...absent('containerd', 'ctr'), noContainerd()].filter(Boolean);
const ctrReason = noCtr.length > 0 ? ` (${noCtr.join(', ')})` : '';

describe.skipIf(missing.length > 0).each([
  ['an OCI base', false],
  ['a base of Docker’s', true]
])(`an image on %s${reason}`, (_, docker) => {
  let folder = '';
  let registry: TestRegistry;
  let all: Registries;
  let base: BuiltImage;
  let image: AppendedImage;
  let manifest: Manifest;
  let config: ImageConfig;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-valid-'));
    registry = await startRegistry();
    all = await registriesFor([registry.host]);
    base = await pushBase(all, `${registry.host}/base/py:1`, { layers: 3, docker });
    image = await append(all, names());
    const session = all.open({ pull: [locate(image.reference)] });
    const at = locate(image.reference);
    const found = parseManifest((await session.manifest(at, image.digest)).text);
    if (isIndex(found)) throw new Error('an index');
    manifest = found;
    config = parseConfig(await session.text(at, manifest.config), manifest);
  });
  afterAll(async () => {
    all.close();
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  const names = (push = 'me/a:1') => ({
    base: `${registry.host}/base/py:1`,
    push: `${registry.host}/${push}`
  });

  it('has the layers of its base first, unchanged, and one of ours', () => {
    const of = (layers: Manifest['layers']) =>
      layers.map(({ digest, size }) => [digest, size]);
    expect(of(manifest.layers.slice(0, 3))).toEqual(of(base.manifest.layers));
    expect(manifest.layers).toHaveLength(4);
    const { diff_ids: ids } = config.rootfs;
    expect(ids.slice(0, 3)).toEqual(base.config.rootfs.diff_ids);
    expect(config.history).toHaveLength(4);
  });

  it('is of one kind', () => {
    const types = [
      manifest.config.mediaType,
      ...manifest.layers.map(each => each.mediaType)
    ];
    expect([manifest.mediaType, ...types].filter(type => /docker/.test(type))).toEqual(
      []
    );
  });

  it('runs as its base does: the same user, entrypoint, variables and platform', () => {
    expect(config.config).toEqual(base.config.config);
    expect([config.os, config.architecture]).toEqual(['linux', 'amd64']);
  });

  it('says what it was built on', () => {
    expect(manifest.annotations).toMatchObject({
      'org.opencontainers.image.base.name': `${registry.host}/base/py:1`,
      'org.opencontainers.image.base.digest': image.base.split('@')[1]
    });
  });

  it('is the same again, whatever the order of files and the program', async () => {
    const fresh = await registriesFor([registry.host]);
    const files = [...FILES].reverse();
    const again = await append(fresh, names('me/other:2'), { files });
    fresh.close();
    expect(again.digest).toBe(image.digest);
  });

  it('is another one at another SOURCE_DATE_EPOCH, and has its time', async () => {
    const dated = await append(all, names('me/dated'), { created: 1_700_000_000 });
    expect(dated.digest).not.toBe(image.digest);
    const at = locate(dated.reference);
    const { text } = await all.open({ pull: [at] }).manifest(at, dated.digest);
    expect(text).toContain('2023-11-14T22:13:20Z');
  });

  it('is copied by skopeo and unpacked by umoci, file by file', async () => {
    const layout = join(folder, 'layout');
    const from = `docker://${image.reference}`;
    const quiet = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false'];
    await tool('skopeo', ...quiet, from, `oci:${layout}:x`);
    const bundle = join(folder, 'bundle');
    await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:x`, bundle);
    const root = join(bundle, 'rootfs');
    for (const { path, bytes, mode } of FILES) {
      const file = join(root, 'opt', 'jkf', path);
      expect(hash(readFileSync(file))).toBe(hash(bytes));
      expect(statSync(file).mode & 0o7777).toBe(mode);
    }
    // The base's own folder keeps its mode.
    expect(statSync(join(root, 'opt')).mode & 0o777).toBe(0o711);
  });

  it.skipIf(noCtr.length > 0)(`is pulled by containerd${ctrReason}`, async () => {
    const node = await startContainerd();
    try {
      const pull = ['images', 'pull', '--plain-http', '--snapshotter', 'native'];
      await node.ctr(...pull, image.reference);
      const listed = await node.ctr('images', 'list', '--quiet');
      expect(listed.trim()).toBe(image.reference);
    } finally {
      await node.dispose();
    }
  });

  it.skipIf(noGo !== '')(
    `passes crane validate${noGo}`,
    async () => {
      const args = ['validate', '--insecure', '--remote', image.reference];
      await expect(tool('go', 'run', CRANE, ...args)).resolves.toMatch(/PASS/);
    },
    // Compiled the first time.
    600_000
  );
});
