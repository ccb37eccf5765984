/** A bundle as an image of its own: what pushing it costs, and what judges say of it. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  isIndex,
  parseConfig,
  parseManifest
} from '../../controller/src/core/image/parse.js';
import { MEDIA } from '../../controller/src/core/image/types.js';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import { FILES, hash, pack, registriesFor } from './support/appending.js';
import { absent, startRegistry, tool, type TestRegistry } from './support/registry.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';
const unjudged = absent('skopeo', 'umoci');
const noJudges = unjudged.length > 0 ? ` (not installed: ${unjudged.join(', ')})` : '';

/** As `image-build` has it; Go's own cache keeps it. */
const CRANE = 'github.com/google/go-containerregistry/cmd/crane@v0.22.1';
const noGo = absent('go').length > 0 ? ' (not installed: go)' : '';

describe.skipIf(missing.length > 0)(`a bundle as an image of its own${reason}`, () => {
  let folder = '';
  let registry: TestRegistry;
  let proxy: RegistryProxy;
  let all: Registries;
  const opened: Registries[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-volume-'));
    registry = await startRegistry();
    proxy = await startProxy(registry.host);
    all = await fresh();
  });
  afterEach(() => {
    proxy.fake = () => undefined;
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    opened.forEach(each => {
      each.close();
    });
    proxy.dispose();
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  /** A program that has just started. */
  async function fresh(): Promise<Registries> {
    const made = await registriesFor([proxy.host, registry.host]);
    opened.push(made);
    return made;
  }
  const change = (content: string) => ({
    files: [...FILES, { path: 'b.py', mode: 0o644, bytes: Buffer.from(content) }]
  });

  it('costs a new program 5 requests, three behind each other', async () => {
    proxy.inRounds([2, 2, 1]);
    const image = await pack(await fresh(), `${proxy.host}/team/cold:1`);
    expect(proxy.seen.map(({ method }) => method)).toEqual(
      ['POST', 'POST', 'PUT', 'PUT', 'PUT'] // layer and config, then the manifest
    );
    expect(image.requests).toBe(5);
    expect(image.reference).toBe(`${proxy.host}/team/cold@${image.digest}`);
  });

  it('asks for nothing but its own repository', async () => {
    await pack(await fresh(), `${proxy.host}/team/alone:1`, change('alone'));
    expect(proxy.seen.length).toBeGreaterThan(0);
    for (const { url } of proxy.seen) expect(url).toMatch(/^\/v2\/team\/alone\//);
  });

  it('costs 1 request when the code is the same again', async () => {
    const registries = await fresh();
    const first = await pack(registries, `${proxy.host}/team/same:1`);
    proxy.seen.length = 0;
    const again = await pack(registries, `${proxy.host}/team/same:2`);
    expect(again.digest).toBe(first.digest);
    expect(proxy.seen.map(({ method }) => method)).toEqual(['PUT']);
  });

  it('is pushed in full when the registry has lost what it had', async () => {
    const registries = await fresh();
    const first = await pack(registries, `${proxy.host}/team/has:1`);
    const at = { host: proxy.host, path: 'team/has' };
    const { blobs } = registries.memory.of(at, Date.now());
    const elsewhere = { host: proxy.host, path: 'team/lost' };
    registries.memory.learn(elsewhere, { blobs: [...blobs] }, Date.now());
    const image = await pack(registries, `${proxy.host}/team/lost:1`);
    expect(image.digest).toBe(first.digest);
    const located = locate(image.reference);
    const session = registries.open({ pull: [located] });
    await expect(session.manifest(located, image.digest)).resolves.toBeDefined();
  });

  it('says why it cannot be pushed, once', async () => {
    proxy.fake = () => ({ status: 403, body: '{}' });
    const pushed = pack(await fresh(), `${proxy.host}/team/denied:1`);
    await expect(pushed).rejects.toThrow(proxy.host);
    expect(proxy.seen.length).toBeLessThanOrEqual(2);
  });

  it('is the same again, whatever the order of files and the program', async () => {
    const first = await pack(all, `${proxy.host}/team/order:1`);
    const files = [...FILES].reverse();
    const again = await pack(await fresh(), `${proxy.host}/team/order:2`, { files });
    expect(again.digest).toBe(first.digest);
    const dated = await pack(all, `${proxy.host}/team/order:3`, { created: 1 });
    expect(dated.digest).not.toBe(first.digest);
  });

  it('is of one kind, with one layer, for the nodes', async () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    const { reference, digest } = await pack(all, `${proxy.host}/team/arm`, {
      platform
    });
    const at = locate(reference);
    const session = all.open({ pull: [at] });
    const manifest = parseManifest((await session.manifest(at, digest)).text);
    if (isIndex(manifest)) throw new Error('an index');
    const config = parseConfig(await session.text(at, manifest.config), manifest);
    expect(manifest.mediaType).toBe(MEDIA.manifest);
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual([
      MEDIA.layerGzip
    ]);
    expect(config.rootfs.diff_ids).toHaveLength(1);
    expect(config.history).toHaveLength(1);
    expect(config).toMatchObject(platform);
  });

  it.skipIf(noJudges !== '')(
    `has the files at its root for skopeo and umoci, and no other${noJudges}`,
    async () => {
      const image = await pack(all, `${registry.host}/team/judged:1`);
      const layout = join(folder, 'layout');
      const quiet = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false'];
      await tool('skopeo', ...quiet, `docker://${image.reference}`, `oci:${layout}:x`);
      const bundle = join(folder, 'bundle');
      await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:x`, bundle);
      const root = join(bundle, 'rootfs');
      for (const { path, bytes, mode } of FILES) {
        expect(hash(readFileSync(join(root, path)))).toBe(hash(bytes));
        expect(statSync(join(root, path)).mode & 0o7777).toBe(mode);
      }
      const found = readdirSync(root, { recursive: true, withFileTypes: true });
      expect(found.filter(each => each.isFile())).toHaveLength(FILES.length);
    }
  );

  it.skipIf(noGo !== '')(
    `passes crane validate${noGo}`,
    async () => {
      const { reference } = await pack(all, `${registry.host}/team/crane:1`);
      const args = ['validate', '--insecure', '--remote', reference];
      await expect(tool('go', 'run', CRANE, ...args)).resolves.toMatch(/PASS/);
    },
    // Compiled the first time.
    600_000
  );
});
