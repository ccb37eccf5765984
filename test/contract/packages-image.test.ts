/** Images with packages: a real registry, a real pip, and users who share nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PackagesImage } from '../../controller/src/service/packages-image.js';
import { append, registriesFor } from './support/appending.js';
import { LARGE } from './support/package-index.js';
import { LACKING, PackagesPlace, SITE } from './support/packages-place.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';
import { tool } from './support/registry.js';

const ADDED = 'opt/jkf-packages/lib/python3.11/site-packages';

describe.skipIf(LACKING !== '')(`an image with packages${LACKING}`, () => {
  let place: PackagesPlace;
  beforeAll(async () => {
    place = await PackagesPlace.start();
  });
  beforeEach(() => {
    place.clear();
  });
  afterAll(async () => {
    await place.dispose();
  });

  it('has what the base lacks in layers, as independent tools judge them', async () => {
    const one = await place.user();
    const image = await one.build(place.base(), place.repository(), ['app', 'fast']);
    expect(image.layers.flatMap(({ names }) => names).sort()).toEqual(
      ...[['app', 'dep', 'fast']]
    );
    const layout = join(one.folder, 'layout');
    const from = `docker://${image.reference}`;
    await tool('skopeo', 'copy', '--src-tls-verify=false', from, `oci:${layout}:x`);
    const unpacked = join(one.folder, 'unpacked');
    await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:x`, unpacked);
    const read = (path: string): string =>
      readFileSync(join(unpacked, 'rootfs', path), 'utf8');
    expect(read(`${ADDED}/app.py`)).toBe('VERSION = "1.0"\n');
    // As the wheel has compressed it.
    expect(read(`${ADDED}/fast.txt`)).toBe(LARGE);
    expect(read(`${ADDED}/dep-1.5.dist-info/INSTALLER`)).toBe('jupyterlab-kubeflow\n');
    expect(read(`${SITE}/jkf-packages.pth`)).toContain(`addsitedir('/${ADDED}')`);
    const config = await tool('skopeo', 'inspect', '--config', `oci:${layout}:x`);
    expect(config).toContain('PATH=/opt/jkf-packages/bin:/usr/local/bin:/usr/bin');
  });

  it('is pushed once: whoever needs the same sends 0 bytes, and fetches no wheel', async () => {
    const first = await (
      await place.user()
    ).build(place.base(), place.repository(), ['app', 'fast']);
    expect(first.sentBytes).toBeGreaterThan(0);
    const other = await place.user();
    place.index.seen.length = 0;
    const second = await other.build(place.base(), place.repository(), ['app', 'fast']);
    expect(second.digest).toBe(first.digest);
    expect(second.sentBytes).toBe(0);
    expect(second.layers.map(({ was }) => was)).toEqual(
      first.layers.map(() => 'there')
    );
    expect(other.wheels).toBe(0);
    // What the first one found is in the registry, too.
    expect([other.isByOthers, place.index.seen]).toEqual([true, []]);
    // Manifest and config of the base, a look for each layer, one for the image.
    expect(second.requests).toBeLessThanOrEqual(3 + second.layers.length);
  });

  it('gives one more layer for one more package', async () => {
    const one = await place.user();
    await one.build(place.base(), place.repository(), ['app', 'fast']);
    const wheels = one.wheels;
    const image = await one.build(place.base(), place.repository(), [
      'app',
      'fast',
      'more'
    ]);
    const made = image.layers.filter(({ was }) => was !== 'there');
    expect(made.flatMap(({ names }) => names)).toContain('more');
    expect(made).toHaveLength(1);
    expect(one.wheels).toBeGreaterThan(wheels);
  });

  describe('in another repository of the registry', () => {
    let proxy: RegistryProxy;
    beforeAll(async () => {
      proxy = await startProxy(place.host);
    });
    afterAll(() => {
      proxy.dispose();
    });
    beforeEach(() => {
      proxy.fake = () => undefined;
      proxy.seen.length = 0;
    });

    /** The second of two images of the same packages. */
    async function moved(): Promise<PackagesImage> {
      const one = await place.user(proxy.host);
      const own = place.base(proxy.host);
      const first = await one.build(own, place.repository('a', proxy.host), [
        'app',
        'fast'
      ]);
      expect(first.layers.every(({ was }) => was === 'made')).toBe(true);
      proxy.seen.length = 0;
      return one.build(own, place.repository('b', proxy.host), ['app', 'fast']);
    }

    const asked = (method: string, part: string): readonly string[] =>
      proxy.seen
        .filter(each => each.method === method && each.url.includes(part))
        .map(({ url }) => url);

    it('has its layers from the first one: none of them is sent', async () => {
      const image = await moved();
      expect(image.layers.every(({ was }) => was === 'kept')).toBe(true);
      const from = encodeURIComponent(place.repository('a', '').slice(1));
      expect(asked('POST', `from=${from}`)).toHaveLength(image.layers.length);
      // Configs and what was found; of layers that with the path alone.
      expect(asked('PUT', '/blobs/uploads/')).toHaveLength(image.layers.length + 4);
    });

    it('has them from this computer where nothing is mounted', async () => {
      const nowhere = `/v2${place.repository('b', '')}/blobs/uploads/none`;
      proxy.fake = ({ url }) =>
        url.includes('mount=') && url.includes('team%2Fa')
          ? { status: 202, headers: { Location: nowhere } }
          : undefined;
      const image = await moved();
      expect(image.layers.every(({ was }) => was === 'kept')).toBe(true);
      expect(asked('PUT', '/blobs/uploads/')).toHaveLength(2 * image.layers.length + 4);
    });

    it('has them from this computer where the first one must not be read', async () => {
      proxy.fake = ({ url }) =>
        url.includes('mount=') && url.includes('team%2Fa')
          ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' }
          : undefined;
      const image = await moved();
      expect(image.layers.every(({ was }) => was === 'kept')).toBe(true);
    });
  });

  it('needs no digests of the index', async () => {
    place.index.saysDigests = false;
    try {
      const image = await (
        await place.user()
      ).build(place.base(), place.repository(), ['app']);
      expect(image.layers.flatMap(({ names }) => names).sort()).toEqual(['app', 'dep']);
    } finally {
      place.index.saysDigests = true;
    }
  });

  it('is a base like any other: changed code alone is sent', async () => {
    const image = await (
      await place.user()
    ).build(place.base(), place.repository(), ['app', 'fast']);
    const registries = await registriesFor([place.host]);
    const built = await append(registries, {
      ...{ base: image.reference, push: `${place.repository()}:code` }
    });
    expect(built.layers).toBe(1 + image.layers.length + 1 + 1);
    expect(built.sentBytes).toBeLessThan(10_000);
    registries.close();
  });
});
