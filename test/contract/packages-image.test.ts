/** Images with packages: a real registry, a real pip, and two users who share nothing else. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryFiles } from '../../controller/src/adapters/packages/inventory-store.js';
import { LayerFiles } from '../../controller/src/adapters/packages/layer-files.js';
import { TextFiles } from '../../controller/src/adapters/packages/text-files.js';
import { PipResolver } from '../../controller/src/adapters/packages/resolver.js';
import { gzipLayer } from '../../controller/src/adapters/registry/gzip.js';
import { tarFile } from '../../controller/src/core/image/tar/entry.js';
import { tarBytes } from '../../controller/src/core/image/tar/write.js';
import { requirement } from '../../controller/src/core/packages/testing.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import {
  PackagesImages,
  type PackagesImage
} from '../../controller/src/service/packages-image.js';
import { imagePackages } from '../../controller/src/service/packages.js';
import { sharedPackages } from '../../controller/src/service/shared-packages.js';
import { append, hash, registriesFor } from './support/appending.js';
import { pushLayers } from './support/layers.js';
import { PackageIndex } from './support/package-index.js';
import { absent, startRegistry, tool, type TestRegistry } from './support/registry.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';
import { NO_PIP, PIP_ENV, PYTHON } from './support/resolving.js';

const missing = absent('docker-registry', 'skopeo', 'umoci');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : NO_PIP;
const SITE = 'usr/local/lib/python3.11/site-packages';
const ADDED = 'opt/jkf-packages/lib/python3.11/site-packages';

const index = new PackageIndex()
  .wheel('app', '1.0', { requires: ['dep>=1', 'base_only'] })
  .wheel('dep', '1.5')
  .wheel('more', '2.0')
  .wheel('fast', '1.0', { tag: 'cp311-cp311-manylinux_2_17_x86_64' });

/** Somebody with a computer of their own. */
class User {
  readonly folder = mkdtempSync(join(tmpdir(), 'jkf-user-'));
  /** Whether others had found what it last built. */
  isByOthers = false;
  readonly #registries: Registries;

  constructor(registries: Registries) {
    this.#registries = registries;
  }

  async build(
    base: string,
    push: string,
    texts: readonly string[],
    anew = false
  ): Promise<PackagesImage> {
    const reach = (): Promise<Registries> => Promise.resolve(this.#registries);
    const access = { plainHttp: [], trusted: [] };
    const found = imagePackages({
      ...{ reach, hash, clock: { now: Date.now } },
      store: new InventoryFiles(join(this.folder, 'inventories')),
      findings: new TextFiles(join(this.folder, 'findings')),
      resolver: new PipResolver({ env: PIP_ENV, cache: join(this.folder, 'wheels') })
    });
    const layers = new LayerFiles(join(this.folder, 'layers'), {
      hash,
      compress: gzipLayer
    });
    const images = new PackagesImages({
      ...{ reach, layers, hash, compress: gzipLayer, now: Date.now }
    });
    const packages = sharedPackages({
      find: request => found.find(request),
      build: request => images.build(request),
      missing: request => images.missing(request)
    });
    const search = await packages.find({
      ...{
        base,
        push,
        access,
        anew,
        requirements: texts.map(each => requirement(each))
      },
      resolver: { python: PYTHON ?? '', env: {} },
      sources: { index: index.url, moreIndexes: [], findLinks: [], noIndex: false }
    });
    this.isByOthers = search.before?.isShared === true;
    return packages.build({ base, push, access, search });
  }

  get wheels(): number {
    const folder = join(this.folder, 'wheels');
    return existsSync(folder) ? readdirSync(folder).length : 0;
  }

  dispose(): void {
    this.#registries.close();
    rmSync(this.folder, { recursive: true });
  }
}

describe.skipIf(missing.length > 0 || PYTHON === undefined)(
  `an image with packages${reason}`,
  () => {
    let registry: TestRegistry;
    let users: User[] = [];
    let base = '';
    let count = 0;

    const user = async (): Promise<User> => {
      const made = new User(await registriesFor([registry.host]));
      users.push(made);
      return made;
    };
    const repository = (): string => `${registry.host}/team/runs-${String(count)}`;

    beforeAll(async () => {
      await index.start();
      registry = await startRegistry();
      base = `${registry.host}/base/py:1`;
      const registries = await registriesFor([registry.host]);
      const has = `${SITE}/base_only-3.0.dist-info/METADATA`;
      const paths = ['usr/local/bin/python3.11', 'usr/lib/libc.so.6', has];
      const link = {
        ...({ kind: 'symlink', path: 'usr/local/bin/python3' } as const),
        target: 'python3.11'
      };
      const files = paths.map(path => tarFile(path, Buffer.from('x')));
      const env = { PATH: '/usr/local/bin:/usr/bin' };
      const tar = await tarBytes([...files, link]);
      await pushLayers(registries, base, [[tar, 'gzip']], env);
      registries.close();
    });
    beforeEach(() => {
      count += 1;
      index.seen.length = 0;
      for (const each of users) each.dispose();
      users = [];
    });
    afterAll(async () => {
      for (const each of users) each.dispose();
      index.dispose();
      await registry.dispose();
    });

    it('has what the base lacks in layers, as independent tools judge them', async () => {
      const one = await user();
      const image = await one.build(base, repository(), ['app', 'fast']);
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
      expect(read(`${ADDED}/dep-1.5.dist-info/INSTALLER`)).toBe(
        'jupyterlab-kubeflow\n'
      );
      expect(read(`${SITE}/jkf-packages.pth`)).toContain(`addsitedir('/${ADDED}')`);
      const config = await tool('skopeo', 'inspect', '--config', `oci:${layout}:x`);
      expect(config).toContain('PATH=/opt/jkf-packages/bin:/usr/local/bin:/usr/bin');
    });

    it('is pushed once: whoever needs the same sends 0 bytes, and fetches no wheel', async () => {
      const first = await (await user()).build(base, repository(), ['app', 'fast']);
      expect(first.sentBytes).toBeGreaterThan(0);
      const other = await user();
      index.seen.length = 0;
      const second = await other.build(base, repository(), ['app', 'fast']);
      expect(second.digest).toBe(first.digest);
      expect(second.sentBytes).toBe(0);
      expect(second.layers.map(({ was }) => was)).toEqual(
        first.layers.map(() => 'there')
      );
      expect(other.wheels).toBe(0);
      // What the first one found is in the registry, too.
      expect([other.isByOthers, index.seen]).toEqual([true, []]);
      // Manifest and config of the base, a look for each layer, one for the image.
      expect(second.requests).toBeLessThanOrEqual(3 + second.layers.length);
    });

    it('is looked for by whoever does not want what others found', async () => {
      const first = await (await user()).build(base, repository(), ['app', 'fast']);
      const other = await user();
      index.seen.length = 0;
      const second = await other.build(base, repository(), ['app', 'fast'], true);
      expect([second.digest, second.sentBytes]).toEqual([first.digest, 0]);
      expect(index.seen).not.toEqual([]);
      // Of this computer it counts.
      index.seen.length = 0;
      await other.build(base, repository(), ['app', 'fast']);
      expect([other.isByOthers, index.seen]).toEqual([false, []]);
    });

    it('gives one more layer for one more package', async () => {
      const one = await user();
      await one.build(base, repository(), ['app', 'fast']);
      const wheels = one.wheels;
      const image = await one.build(base, repository(), ['app', 'fast', 'more']);
      const made = image.layers.filter(({ was }) => was !== 'there');
      expect(made.flatMap(({ names }) => names)).toContain('more');
      expect(made).toHaveLength(1);
      expect(one.wheels).toBeGreaterThan(wheels);
    });

    describe('in another repository of the registry', () => {
      let proxy: RegistryProxy;
      beforeAll(async () => {
        proxy = await startProxy(registry.host);
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
        const one = new User(await registriesFor([proxy.host]));
        users.push(one);
        const own = base.replace(registry.host, proxy.host);
        const first = await one.build(own, `${proxy.host}/team/a-${String(count)}`, [
          'app',
          'fast'
        ]);
        expect(first.layers.every(({ was }) => was === 'made')).toBe(true);
        proxy.seen.length = 0;
        return one.build(own, `${proxy.host}/team/b-${String(count)}`, ['app', 'fast']);
      }

      const asked = (method: string, part: string): readonly string[] =>
        proxy.seen
          .filter(each => each.method === method && each.url.includes(part))
          .map(({ url }) => url);

      it('has its layers from the first one: none of them is sent', async () => {
        const image = await moved();
        expect(image.layers.every(({ was }) => was === 'kept')).toBe(true);
        const from = encodeURIComponent(`team/a-${String(count)}`);
        expect(asked('POST', `from=${from}`)).toHaveLength(image.layers.length);
        // Configs and what was found; of layers that with the path alone.
        expect(asked('PUT', '/blobs/uploads/')).toHaveLength(image.layers.length + 4);
      });

      it('has them from this computer where nothing is mounted', async () => {
        const place = `/v2/team/b-${String(count)}/blobs/uploads/none`;
        proxy.fake = ({ url }) =>
          url.includes('mount=') && url.includes('team%2Fa')
            ? { status: 202, headers: { Location: place } }
            : undefined;
        const image = await moved();
        expect(image.layers.every(({ was }) => was === 'kept')).toBe(true);
        expect(asked('PUT', '/blobs/uploads/')).toHaveLength(
          2 * image.layers.length + 4
        );
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
      index.saysDigests = false;
      try {
        const image = await (await user()).build(base, repository(), ['app']);
        expect(image.layers.flatMap(({ names }) => names).sort()).toEqual([
          'app',
          'dep'
        ]);
      } finally {
        index.saysDigests = true;
      }
    });

    it('is a base like any other: changed code alone is sent', async () => {
      const image = await (await user()).build(base, repository(), ['app', 'fast']);
      const registries = await registriesFor([registry.host]);
      const built = await append(registries, {
        ...{ base: image.reference, push: `${repository()}:code` }
      });
      expect(built.layers).toBe(1 + image.layers.length + 1 + 1);
      expect(built.sentBytes).toBeLessThan(10_000);
      registries.close();
    });
  }
);
