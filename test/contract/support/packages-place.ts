/** Two users who share a registry and an index of packages, and nothing else. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InventoryFiles } from '../../../controller/src/adapters/packages/inventory-store.js';
import { LayerFiles } from '../../../controller/src/adapters/packages/layer-files.js';
import { PipResolver } from '../../../controller/src/adapters/packages/resolver.js';
import { TextFiles } from '../../../controller/src/adapters/packages/text-files.js';
import { gzipLayer } from '../../../controller/src/adapters/registry/gzip.js';
import { tarFile } from '../../../controller/src/core/image/tar/entry.js';
import { tarBytes } from '../../../controller/src/core/image/tar/write.js';
import type { Finding } from '../../../controller/src/core/packages/finding.js';
import { requirement } from '../../../controller/src/core/packages/testing.js';
import { locate } from '../../../controller/src/core/registry/repository.js';
import type { Registries } from '../../../controller/src/ports/registry.js';
import { share, type Before } from '../../../controller/src/service/found-before.js';
import {
  PackagesImages,
  type PackagesImage,
  type PackageServices
} from '../../../controller/src/service/packages-image.js';
import { imagePackages } from '../../../controller/src/service/packages.js';
import { sharedPackages } from '../../../controller/src/service/shared-packages.js';
import { hash, registriesFor } from './appending.js';
import { pushLayers } from './layers.js';
import { PackageIndex } from './package-index.js';
import { absent, startRegistry, type TestRegistry } from './registry.js';
import { NO_PIP, PIP_ENV, PYTHON } from './resolving.js';

const missing = absent('docker-registry', 'skopeo', 'umoci');
/** Why nothing of it can be tested here; empty when it can. */
export const LACKING =
  missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : NO_PIP;

/** Where the base has its packages. */
export const SITE = 'usr/local/lib/python3.11/site-packages';

/** A registry with a base, and an index. */
export class PackagesPlace {
  readonly index = new PackageIndex()
    .wheel('app', '1.0', { requires: ['dep>=1', 'base_only'] })
    .wheel('dep', '1.5')
    .wheel('more', '2.0')
    .wheel('fast', '1.0', {
      tag: 'cp311-cp311-manylinux_2_17_x86_64',
      compressed: true
    });
  readonly host: string;
  readonly #registry: TestRegistry;
  #users: User[] = [];
  #count = 0;

  private constructor(registry: TestRegistry) {
    this.#registry = registry;
    this.host = registry.host;
  }

  static async start(): Promise<PackagesPlace> {
    const place = new PackagesPlace(await startRegistry());
    await place.index.start();
    const registries = await registriesFor([place.host]);
    const has = `${SITE}/base_only-3.0.dist-info/METADATA`;
    const paths = ['usr/local/bin/python3.11', 'usr/lib/libc.so.6', has];
    const link = {
      ...({ kind: 'symlink', path: 'usr/local/bin/python3' } as const),
      target: 'python3.11'
    };
    const files = paths.map(path => tarFile(path, Buffer.from('x')));
    const env = { PATH: '/usr/local/bin:/usr/bin' };
    const tar = await tarBytes([...files, link]);
    await pushLayers(registries, place.base(), [[tar, 'gzip']], env);
    registries.close();
    return place;
  }

  /** @param host - by which the registry is asked */
  base(host = this.host): string {
    return `${host}/base/py:1`;
  }

  repository(name = 'runs', host = this.host): string {
    return `${host}/team/${name}-${String(this.#count)}`;
  }

  /** From now on repositories are others. */
  next(): void {
    this.#count += 1;
  }

  async user(host = this.host): Promise<User> {
    const made = new User(await registriesFor([host]), this.index);
    this.#users.push(made);
    return made;
  }

  /** Nobody has anything on a computer any more. */
  clear(): void {
    this.next();
    this.index.seen.length = 0;
    for (const each of this.#users.splice(0)) each.dispose();
  }

  async dispose(): Promise<void> {
    this.clear();
    this.index.dispose();
    await this.#registry.dispose();
  }
}

/** Somebody with a computer of their own. */
export class User {
  readonly folder = mkdtempSync(join(tmpdir(), 'jkf-user-'));
  /** What it last built. */
  before: Before | undefined;
  readonly #registries: Registries;
  readonly #index: PackageIndex;

  constructor(registries: Registries, index: PackageIndex) {
    this.#registries = registries;
    this.#index = index;
  }

  async build(
    base: string,
    push: string,
    texts: readonly string[],
    anew = false
  ): Promise<PackagesImage> {
    const access = { plainHttp: [], trusted: [] };
    const packages = this.#services();
    const search = await packages.find({
      ...{
        base,
        push,
        access,
        anew,
        requirements: texts.map(each => requirement(each))
      },
      resolver: { python: PYTHON ?? '', env: {} },
      sources: {
        index: this.#index.url,
        moreIndexes: [],
        findLinks: [],
        noIndex: false
      }
    });
    this.before = search.before;
    return packages.build({ base, push, access, search });
  }

  #services(): PackageServices {
    const reach = (): Promise<Registries> => Promise.resolve(this.#registries);
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
    return sharedPackages({
      find: request => found.find(request),
      build: request => images.build(request),
      missing: request => images.missing(request)
    });
  }

  /** Whether others had found what it last built. */
  get isByOthers(): boolean {
    return this.before?.isShared === true;
  }

  /** Leaves in a repository what it likes. */
  async leave(push: string, finding: Partial<Finding>): Promise<void> {
    const { before } = this;
    if (!before) throw new Error('it has found nothing yet');
    const at = locate(push);
    const registries = this.#registries;
    const session = registries.open({ push: at, pull: [] });
    await share(
      { session, at, registries, hash, now: Date.now },
      { ...before, finding: { ...before.finding, ...finding } }
    );
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
