/** A bundle on a base, pushed to Debian's registry: what it costs, and what comes out. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tarFile } from '../../controller/src/core/image/tar/entry.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import {
  append,
  FILES,
  pushBase,
  pushIndex,
  registriesFor
} from './support/appending.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`what a push costs${reason}`, () => {
  let behind: TestRegistry;
  let other: TestRegistry;
  let proxy: RegistryProxy;
  let all: Registries;
  const opened: Registries[] = [];

  beforeAll(async () => {
    [behind, other] = await Promise.all([startRegistry(), startRegistry()]);
    proxy = await startProxy(behind.host);
    all = await registriesFor([proxy.host, behind.host, other.host]);
    await pushBase(all, `${behind.host}/base/python:3.11`);
    await pushBase(all, `${other.host}/base/python:3.11`);
  });
  afterEach(() => {
    Object.assign(proxy, { fake: () => undefined, rewrite: (url: string) => url });
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    [all, ...opened].forEach(each => {
      each.close();
    });
    proxy.dispose();
    await Promise.all([behind.dispose(), other.dispose()]);
  });

  /** A program that has just started. */
  async function fresh(): Promise<Registries> {
    const made = await registriesFor([proxy.host, other.host]);
    opened.push(made);
    return made;
  }
  const base = (): string => `${proxy.host}/base/python:3.11`;
  const change = (content: string) => ({
    files: [...FILES, { path: 'b.py', mode: 0o644, bytes: Buffer.from(content) }]
  });

  it('17 requests, five behind each other, for ten layers in a fresh repository', async () => {
    proxy.inRounds([1, 1, 12, 2, 1]);
    const push = `${proxy.host}/team/cold:1`;
    const image = await append(await fresh(), { base: base(), push });
    expect(proxy.seen).toHaveLength(17);
    expect(image.requests).toBe(17);
    expect(image.reference).toBe(`${proxy.host}/team/cold@${image.digest}`);
  });

  it('5 requests, three behind each other, for changed code in a warm program', async () => {
    const registries = await fresh();
    const push = `${proxy.host}/team/warm:1`;
    await append(registries, { base: base(), push });
    proxy.seen.length = 0;
    proxy.inRounds([2, 2, 1]);
    const image = await append(registries, { base: base(), push }, change('1'));
    expect(proxy.seen.map(({ method }) => method)).toEqual(
      ['POST', 'POST', 'PUT', 'PUT', 'PUT'] // layer and config, then the manifest
    );
    expect(image.requests).toBe(5);
  });

  it('1 request for the same code again', async () => {
    const registries = await fresh();
    const push = `${proxy.host}/team/same:1`;
    const first = await append(registries, { base: base(), push });
    proxy.seen.length = 0;
    const again = await append(registries, { base: base(), push });
    expect(again.digest).toBe(first.digest);
    expect(proxy.seen.map(({ method }) => method)).toEqual(['PUT']);
  });

  it('7 requests in the base’s own repository', async () => {
    const push = `${proxy.host}/base/python:mine`;
    const image = await append(await fresh(), { base: base(), push });
    expect(image.requests).toBe(7);
  });

  it('sends kilobytes, of a base of any size', async () => {
    const push = `${proxy.host}/team/small:1`;
    const image = await append(await fresh(), { base: base(), push });
    expect(image.sentBytes).toBeLessThan(10_000);
    expect(image.layers).toBe(11);
  });

  it('copies the base from another registry once', async () => {
    const registries = await fresh();
    const from = `${other.host}/base/python:3.11`;
    const push = `${proxy.host}/team/copied:1`;
    const first = await append(registries, { base: from, push });
    expect(first.base).toMatch(new RegExp(`^${other.host}/base/python@sha256:`));
    const again = await append(registries, { base: from, push }, change('2'));
    expect(again.requests).toBe(5);
  });

  it.each<[string, string, Partial<RegistryProxy>]>([
    [
      'refuses to mount',
      'refused',
      {
        fake: ({ url }) =>
          url.includes('mount=') ? { status: 405, body: '{}' } : undefined
      }
    ],
    // As the specification wants it of those that cannot mount: 202, and an upload is open.
    [
      'begins an upload in the place of a mount',
      'begun',
      { rewrite: url => url.replace(/\?mount=.*$/, '') }
    ]
  ])(
    'copies a base when the registry %s, and does not ask it again',
    async (_, name, behaviour) => {
      const more = `${behind.host}/base/more-${name}:1`;
      const files = [tarFile('more', Buffer.from(name))];
      await pushBase(all, more, { layers: 1, files });
      const registries = await fresh();
      Object.assign(proxy, behaviour);
      const push = `${proxy.host}/unmounted/${name}:1`;
      expect((await append(registries, { base: base(), push })).layers).toBe(11);
      const mounts = () => proxy.seen.filter(({ url }) => url.includes('mount='));
      expect(mounts()).toHaveLength(10);
      proxy.seen.length = 0;
      const other = more.replace(behind.host, proxy.host);
      expect((await append(registries, { base: other, push })).layers).toBe(2);
      expect(mounts()).toEqual([]);
    }
  );

  it('leaves no upload open where one was begun in the place of a mount', async () => {
    proxy.rewrite = url => url.replace(/\?mount=.*$/, '');
    const push = `${proxy.host}/unmounted/ended:1`;
    await append(await fresh(), { base: base(), push });
    const ended = () => proxy.seen.filter(({ method }) => method === 'DELETE');
    await expect.poll(() => ended().length).toBe(10);
  });

  it('pushes all again when the registry has lost what it had', async () => {
    const registries = await fresh();
    const push = `${proxy.host}/team/lost:1`;
    await append(registries, { base: base(), push });
    const elsewhere = { host: proxy.host, path: 'team/never' };
    const known = registries.memory.of(
      { host: proxy.host, path: 'team/lost' },
      Date.now()
    );
    registries.memory.learn(elsewhere, { blobs: [...known.blobs] }, Date.now());
    const image = await append(
      registries,
      { base: base(), push: `${proxy.host}/team/never:1` },
      change('3')
    );
    expect(image.layers).toBe(11);
  });

  it('builds on the image of an index that fits the nodes', async () => {
    await pushIndex(all, `${behind.host}/base/many:1`, ['amd64', 'arm64']);
    const registries = await fresh();
    const names = {
      base: `${proxy.host}/base/many:1`,
      push: `${proxy.host}/team/arm:1`
    };
    const arm = { os: 'linux', architecture: 'arm64' };
    const image = await append(registries, names, { platform: arm });
    expect(image.platform).toBe('linux/arm64');
    expect((await append(registries, names)).platform).toBe('linux/amd64');
    const zed = { os: 'linux', architecture: 's390x' };
    await expect(append(registries, names, { platform: zed })).rejects.toMatchObject({
      problem: {
        code: 'image-platform-missing',
        params: { platform: 'linux/s390x', known: 'linux/amd64, linux/arm64' }
      }
    });
  });

  it('takes its own bundle off a base that has one', async () => {
    const registries = await fresh();
    const push = `${proxy.host}/team/again`;
    const direct = await append(
      registries,
      { base: base(), push: `${push}:1` },
      change('new')
    );
    const old = await append(registries, { base: base(), push: `${push}:2` });
    const built = await append(
      registries,
      { base: old.reference, push: `${push}:3` },
      change('new')
    );
    expect(built.layers).toBe(direct.layers);
  });

  it('names the image as nodes pull it', async () => {
    const push = `${proxy.host}/team/named:1`;
    const names = { base: base(), push };
    const image = await append(await fresh(), names, { pullHost: 'reg.cluster:5000' });
    expect(image.reference).toBe(`reg.cluster:5000/team/named@${image.digest}`);
  });
});
