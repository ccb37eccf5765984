/**
 * Puts together who reads, finds and builds images. Nothing is imported before it is
 * asked for: who runs on this computer needs none of it.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from './once.js';
import type { Hasher } from './core/bundle/bundle.js';
import type { Kernels } from './ports/kernel.js';
import type { Timing } from './ports/timing.js';
import type { ImageBuilds, LocalBuilders } from './service/builders.js';
import type { Images } from './service/images.js';
import type { PackagesImages, PackageServices } from './service/packages-image.js';
import type { Packages } from './service/packages.js';
import type { Reach } from './service/reaching.js';
import type { RunBuilds } from './service/run-builds.js';
import { sharedPackages } from './service/shared-packages.js';
import type { RunPackages } from './service/run-packages.js';

/** What `main.ts` knows of this computer. */
export interface ImagePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Folder of what may be deleted: it is made anew. */
  readonly cache: string;
  readonly hash: Hasher;
  readonly timing: () => Promise<Timing>;
  /** Time of images, in seconds since 1970. @default 0 */
  readonly epoch: number | undefined;
}

export interface ImageParts {
  readonly images: Images;
  readonly packages: PackageServices;
  readonly builds: ImageBuilds;
  /** Images of runs that have to be built. */
  readonly runBuilds: () => Promise<RunBuilds>;
  /** Shared by those who build images and those who look for them. */
  readonly registries: () => Promise<Reach>;
  /** Packages of runs on clusters. */
  readonly runPackages: (
    kernels: Pick<Kernels, 'find' | 'named'>
  ) => Promise<RunPackages>;
  /** Ends what goes on of itself: nobody waits for it. */
  readonly end: () => void;
}

export function imageParts(place: ImagePlace): ImageParts {
  const registries = once(() => reachOf(place));
  const images = imagesOf(place, registries);
  const packages = packagesOf(place, registries);
  const looking = new Set<RunPackages>();
  return {
    ...{ images, packages, registries, builds: buildsOf(place, registries) },
    runBuilds: once(() => runBuildsOf(place, registries)),
    runPackages: async kernels => {
      const { RunPackages } = await import('./service/run-packages.js');
      const timing = await place.timing();
      const made = new RunPackages({ packages, kernels, timing });
      looking.add(made);
      return made;
    },
    end: () => {
      for (const each of looking) each.dispose();
    }
  };
}

async function reachOf({ env, home, timing }: ImagePlace): Promise<Reach> {
  const [{ reaching }, { httpRegistries }, made] = await Promise.all([
    import('./service/reaching.js'),
    import('./adapters/registry/registries.js'),
    timing()
  ]);
  return reaching(access => httpRegistries({ access, env, home, timing: made }));
}

function imagesOf(place: ImagePlace, registries: () => Promise<Reach>): Images {
  const made = once(async (): Promise<Images> => {
    const [{ BundleImages }, { gzipLayer }, { readUnchanged }, reach, timing] =
      await Promise.all([
        import('./service/images.js'),
        import('./adapters/registry/gzip.js'),
        import('./adapters/workspace/sources.js'),
        registries(),
        place.timing()
      ]);
    const { hash, epoch } = place;
    return new BundleImages({
      ...{ reach, read: readUnchanged, compress: gzipLayer, hash, timing },
      ...(epoch === undefined ? {} : { created: epoch })
    });
  });
  return {
    build: async (...args) => (await made()).build(...args),
    pack: async (...args) => (await made()).pack(...args),
    prepare: async (...args) => (await made()).prepare(...args),
    discard: async (...args) => {
      await (await made.made())?.discard(...args);
    }
  };
}

function packagesOf(
  place: ImagePlace,
  registries: () => Promise<Reach>
): PackageServices {
  const finder = once(() => finderOf(place, registries));
  const builder = once(() => builderOf(place, registries));
  return sharedPackages({
    find: async (...args) => (await finder()).find(...args),
    build: async (...args) => (await builder()).build(...args),
    missing: async (...args) => (await builder()).missing(...args)
  });
}

async function finderOf(
  { env, cache, hash, timing }: ImagePlace,
  registries: () => Promise<Reach>
): Promise<Packages> {
  const [{ imagePackages }, { PipResolver }, { InventoryFiles }, { TextFiles }] =
    await Promise.all([
      import('./service/packages.js'),
      import('./adapters/packages/resolver.js'),
      import('./adapters/packages/inventory-store.js'),
      import('./adapters/packages/text-files.js')
    ]);
  const store = new InventoryFiles(join(cache, 'inventories'));
  const findings = new TextFiles(join(cache, 'findings'));
  const resolver = new PipResolver({ env, cache: join(cache, 'wheels') });
  const [reach, clock] = await Promise.all([registries(), timing()]);
  return imagePackages({ reach, store, findings, clock, hash, resolver });
}

async function builderOf(
  { cache, hash, timing }: ImagePlace,
  registries: () => Promise<Reach>
): Promise<PackagesImages> {
  const [{ PackagesImages }, { LayerFiles }, gzip] = await Promise.all([
    import('./service/packages-image.js'),
    import('./adapters/packages/layer-files.js'),
    import('./adapters/registry/gzip.js')
  ]);
  const [reach, clock] = await Promise.all([registries(), timing()]);
  const { gzipLayer: compress } = gzip;
  const layers = new LayerFiles(join(cache, 'layers'), { hash, compress });
  const now = (): number => clock.now();
  return new PackagesImages({ reach, layers, hash, compress, now });
}

function buildsOf(place: ImagePlace, registries: () => Promise<Reach>): ImageBuilds {
  const made = once(async (): Promise<ImageBuilds> => {
    const [service, local, sources, reach] = await Promise.all([
      import('./service/builders.js'),
      localBuildersOf(place),
      import('./adapters/workspace/sources.js'),
      registries()
    ]);
    const { readUnchanged: read } = sources;
    return new service.LocalImageBuilds({ reach, read, local });
  });
  return { run: async (...args) => (await made()).run(...args) };
}

async function localBuildersOf({ env, home }: ImagePlace): Promise<LocalBuilders> {
  const [{ localTools, LocalBuilder }, { findLogins }] = await Promise.all([
    import('./adapters/builders/local/builders.js'),
    import('./adapters/registry/logins.js')
  ]);
  const options = { env, scratch: env['TMPDIR'] || tmpdir() };
  return {
    tools: () => localTools(options),
    builder: tool => new LocalBuilder(tool, options),
    login: async repository => (await findLogins({ env, home }, repository)).at(0)
  };
}

async function runBuildsOf(
  place: ImagePlace,
  registries: () => Promise<Reach>
): Promise<RunBuilds> {
  const [{ RunBuilds }, { clusterBuilders }, sources, gzip, local, reach, timing] =
    await Promise.all([
      import('./service/run-builds.js'),
      import('./adapters/builders/cluster/of-place.js'),
      import('./adapters/workspace/sources.js'),
      import('./adapters/registry/gzip.js'),
      localBuildersOf(place),
      registries(),
      place.timing()
    ]);
  const { env, hash } = place;
  const inCluster = clusterBuilders({ timing, env, compress: gzip.gzipLayer });
  const { readUnchanged: read } = sources;
  return new RunBuilds({ reach, local, hash, inCluster, read });
}
