/** What images in a registry have, read of their layers as they come. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryFiles } from '../../controller/src/adapters/packages/inventory-store.js';
import { tarFile, type TarEntry } from '../../controller/src/core/image/tar/entry.js';
import { tarBytes } from '../../controller/src/core/image/tar/write.js';
import { normalName } from '../../controller/src/core/notebook/discover/distributions.js';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import {
  Inventories,
  type BaseInventory,
  type InventoryRequest
} from '../../controller/src/service/inventories.js';
import { hash, registriesFor } from './support/appending.js';
import { pushLayers } from './support/layers.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ' (not installed: docker-registry)' : '';

const SITE = 'usr/local/lib/python3.11/site-packages';
const file = (path: string, text = 'x'): TarEntry => tarFile(path, Buffer.from(text));
const metadata = (name: string, version: string, more = ''): TarEntry =>
  file(
    `${SITE}/${name}-${version}.dist-info/METADATA`,
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${more}\nprose`
  );

/** Blobs whose answers break off after so many bytes, once each. */
async function cuttingServer(behind: string, after: number): Promise<Server> {
  const cut = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const { url = '/', method, headers } = incoming;
    const asked = request(`http://${behind}${url}`, { method, headers }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!url.includes('/blobs/') || cut.has(url)) {
        answer.pipe(outgoing);
        return;
      }
      cut.add(url);
      answer.once('data', (chunk: Buffer) => {
        answer.destroy();
        outgoing.write(chunk.subarray(0, after), () => outgoing.destroy());
      });
    });
    asked.on('error', () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return server;
}

describe.skipIf(missing.length > 0)(`inventories of images${reason}`, () => {
  let folder = '';
  let registry: TestRegistry;
  let proxy: RegistryProxy;
  let all: Registries;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-inventories-'));
    registry = await startRegistry();
    proxy = await startProxy(registry.host);
    all = await registriesFor([registry.host, proxy.host]);
    const base = await tarBytes([
      file('usr/local/bin/python3.11'),
      { kind: 'symlink', path: 'usr/local/bin/python3', target: 'python3.11' },
      file('usr/lib/x86_64-linux-gnu/libc.so.6'),
      metadata('numpy', '1.26.4'),
      metadata('old', '1')
    ]);
    const upgrade = await tarBytes([
      { kind: 'whiteout', path: `${SITE}/numpy-1.26.4.dist-info` },
      { kind: 'whiteout', path: `${SITE}/old-1.dist-info` },
      metadata('numpy', '2.1.0', 'Requires-Dist: six; extra == "all"\n')
    ]);
    const noise = Buffer.alloc(1 << 21, Buffer.from(hash('noise')));
    const more = await tarBytes([tarFile('noise', noise), metadata('six', '1.16.0')]);
    const layers = [
      [base, 'gzip'],
      [upgrade, 'zstd'],
      [more, 'plain']
    ] as const;
    await pushLayers(all, `${registry.host}/py:1`, layers);
  });
  afterAll(async () => {
    all.close();
    proxy.dispose();
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  let inventories: Inventories;
  let kept = '';
  const fresh = (): Inventories =>
    new Inventories({
      reach: () => Promise.resolve(all),
      store: new InventoryFiles(kept),
      clock: { now: Date.now },
      hash
    });
  beforeEach(() => {
    kept = mkdtempSync(join(folder, 'kept-'));
    inventories = fresh();
    proxy.seen.length = 0;
    proxy.fake = () => undefined;
  });

  const of = async (
    name: string,
    more: Partial<InventoryRequest> = {},
    who = inventories
  ): Promise<BaseInventory> => {
    const access = { plainHttp: [], trusted: [] };
    const request = { base: locate(name), access, ...more };
    const { image, platform, machine, ...base } = await who.base(request);
    const inventory = await who.in({ image, platform, machine, ...base }, request);
    return { image, platform, machine, inventory };
  };
  const viaProxy = (): string => `${proxy.host}/py:1`;
  const layersRead = (): number =>
    // One of the blobs is the config.
    new Set(proxy.seen.map(({ url }) => url).filter(url => url.includes('/blobs/')))
      .size;

  const EXPECTED = {
    python: '3.11',
    program: '/usr/local/bin/python3',
    pathFolder: `/${SITE}`,
    libc: 'glibc',
    sitePackages: [`/${SITE}`],
    distributions: { numpy: '2.1.0', six: '1.16.0' },
    requires: { numpy: ['six; extra == "all"'] }
  };

  it('are read of layers in all forms, with what they remove', async () => {
    const said: string[] = [];
    const onProgress = ({ text }: { text: string }) => said.push(text);
    const found = await of(`${registry.host}/py:1`, { onProgress });
    expect(found).toMatchObject({ platform: 'linux/amd64', machine: 'x86_64' });
    expect(found.image).toMatch(/\/py@sha256:[0-9a-f]{64}$/);
    expect(found.inventory).toEqual(EXPECTED);
    expect(said[0]).toBe('looking into the base');
    expect(said.at(-1)).toMatch(/^reading what the base has, 2\.0 MiB of 2\.0 MiB$/);
  });

  it('are made once for all who ask, and kept for those who ask later', async () => {
    const both = await Promise.all([of(viaProxy()), of(viaProxy())]);
    expect(both[0].inventory).toEqual(both[1].inventory);
    const blobs = proxy.seen.filter(({ url }) => url.includes('/blobs/'));
    expect(blobs.length).toBeLessThanOrEqual(5);
    expect(layersRead()).toBe(4);
    proxy.seen.length = 0;
    expect((await of(viaProxy(), {}, fresh())).inventory).toEqual(EXPECTED);
    expect(layersRead()).toBeLessThanOrEqual(1);
  });

  it('are made anew when what was kept is damaged', async () => {
    await of(viaProxy());
    const [name = ''] = readdirSync(kept);
    writeFileSync(join(kept, name), '{"version":1,"inv');
    proxy.seen.length = 0;
    expect((await of(viaProxy(), {}, fresh())).inventory).toEqual(EXPECTED);
    expect(layersRead()).toBeGreaterThanOrEqual(3);
  });

  it('go on after a connection that breaks', async () => {
    const server = await cuttingServer(registry.host, 1000);
    const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const reaching = await registriesFor([host]);
    const own = new Inventories({
      reach: () => Promise.resolve(reaching),
      store: new InventoryFiles(kept),
      clock: { now: Date.now },
      hash
    });
    expect((await of(`${host}/py:1`, {}, own)).inventory).toEqual(EXPECTED);
    reaching.close();
    server.close();
    server.closeAllConnections();
  });

  it('end when nobody waits any more, and leave nothing', async () => {
    const abort = new AbortController();
    const enough = new Error('enough');
    const onProgress = ({ code }: { code: string }): void => {
      if (code === 'packages-inventory') abort.abort(enough);
    };
    const asked = of(viaProxy(), { signal: abort.signal, onProgress });
    await expect(asked).rejects.toBe(enough);
    expect(readdirSync(kept)).toEqual([]);
    expect((await of(viaProxy())).inventory).toEqual(EXPECTED);
  });

  it('refuse layers that are none, or are not what they are called', async () => {
    const broken = new Uint8Array(2048).fill(7);
    await pushLayers(all, `${registry.host}/broken:1`, [[broken, 'gzip']]);
    await expect(of(`${registry.host}/broken:1`)).rejects.toMatchObject({
      problem: { code: 'layer-unreadable' }
    });
    const whole = await tarBytes([file('a', 'b'.repeat(5000))]);
    const half = whole.subarray(0, 2000);
    await pushLayers(all, `${registry.host}/half:1`, [[half, 'plain']]);
    await expect(of(`${registry.host}/half:1`)).rejects.toMatchObject({
      problem: { code: 'layer-unreadable' }
    });
    const tar = await tarBytes([file('etc/lied')]);
    await pushLayers(all, `${registry.host}/lied:1`, [[tar, 'plain']]);
    const size = String(tar.length);
    proxy.fake = ({ url }) =>
      url.includes(`/blobs/sha256:${hash(tar)}`)
        ? {
            status: 200,
            headers: { 'Content-Length': size },
            body: '\0'.repeat(tar.length)
          }
        : undefined;
    await expect(of(`${proxy.host}/lied:1`)).rejects.toMatchObject({
      problem: { code: 'registry-content-wrong' }
    });
  });

  const SYSTEM = '/usr/bin/python3';
  it.skipIf(!existsSync('/etc/debian_version') || !existsSync(SYSTEM))(
    'say of Debian’s Python what it says itself',
    async () => {
      const script =
        'import json,sys; from importlib.metadata import distributions as d; print(json.dumps([f"{sys.version_info[0]}.{sys.version_info[1]}", [[x.metadata["Name"], x.version] for x in d()]]))';
      const env = { PATH: '/usr/bin', PYTHONNOUSERSITE: '1' };
      const said = execFileSync(SYSTEM, ['-I', '-c', script], { env }).toString();
      const [minor, has] = JSON.parse(said) as [string, [string, string][]];
      const list = spawnSync('sh', [
        '-c',
        `ls -d /usr/bin/python3* /etc/debian_version /usr/lib/python3/dist-packages/*-info /usr/local/lib/python${minor}/dist-packages/*-info /usr/lib/*/libc.so.6 2>/dev/null`
      ]);
      const paths = list.stdout
        .toString()
        .trim()
        .split('\n')
        .map(path => path.slice(1));
      const tar = execFileSync('tar', ['-c', '-C', '/', ...paths], {
        maxBuffer: 1 << 28
      });
      await pushLayers(all, `${registry.host}/debian:1`, [[tar, 'gzip']], {
        PATH: '/usr/local/bin:/usr/bin',
        PYTHONNOUSERSITE: '1'
      });
      const { inventory } = await of(`${registry.host}/debian:1`);
      expect([inventory.python, inventory.libc]).toEqual([minor, 'glibc']);
      const named = has.map(([name, version]) => [normalName(name), version] as const);
      expect(inventory.distributions).toEqual(Object.fromEntries([...named].reverse()));
    }
  );
});
