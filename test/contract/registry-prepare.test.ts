/** Images that are prepared before they are asked for: what is left, at Debian's registry. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import { builderFor, FILES, pushBase, registriesFor } from './support/appending.js';
import { Preparing } from './support/preparing.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`what a click costs${reason}`, () => {
  let behind: TestRegistry;
  let proxy: RegistryProxy;
  let direct: Registries;
  const scenes: Preparing[] = [];

  beforeAll(async () => {
    behind = await startRegistry();
    proxy = await startProxy(behind.host);
    direct = await registriesFor([behind.host]);
    await pushBase(direct, `${behind.host}/base/python:3.11`);
  });
  afterEach(async () => {
    proxy.fake = () => undefined;
    await Promise.all(scenes.splice(0).map(scene => scene.dispose()));
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    direct.close();
    proxy.dispose();
    await behind.dispose();
  });

  let count = 0;
  /** A program that has just started, and a repository that nobody has pushed to. */
  async function fresh(): Promise<Preparing> {
    const registries = await registriesFor([proxy.host]);
    count += 1;
    const push = `${proxy.host}/team/p${String(count)}`;
    const base = `${proxy.host}/base/python:3.11`;
    const scene = new Preparing(registries, { base, push });
    scenes.push(scene);
    return scene;
  }
  const methods = (): string[] => proxy.seen.map(({ method }) => method);
  /** From now on only what comes is counted. */
  const click = (rounds: readonly number[] = []): void => {
    proxy.seen.length = 0;
    proxy.inRounds(rounds);
  };
  const tagged = async (push: string, tag: string): Promise<string> => {
    const at = locate(push.replace(proxy.host, behind.host));
    const session = direct.open({ push: at, pull: [] });
    return (await session.manifest(at, tag)).descriptor.digest;
  };

  it('3 requests, two behind each other, with uploads that are open', async () => {
    const scene = await fresh();
    expect(await scene.prepare('anything', 'opened')).toBe('opened');
    click([2, 1]);
    const image = await scene.build('x = 1');
    expect(methods()).toEqual(['PUT', 'PUT', 'PUT']); // layer and config, the manifest
    expect(image.requests).toBe(3);
  });

  it('no request for code that has been pushed, which has a tag by then', async () => {
    const scene = await fresh();
    expect(await scene.prepare('x = 1', 'pushed')).toBe('pushed');
    click();
    const image = await scene.build('x = 1');
    expect([proxy.seen, image.requests, image.sentBytes]).toEqual([[], 0, 0]);
    const tag = `code-${image.digest.slice('sha256:'.length, 39)}`;
    expect(await tagged(scene.push, tag)).toBe(image.digest);
  });

  it('is the same image, prepared or not', async () => {
    const [one, two, three] = [await fresh(), await fresh(), await fresh()];
    await two.prepare('x = 1', 'opened');
    await three.prepare('x = 1', 'pushed');
    const built = await Promise.all([one, two, three].map(each => each.build('x = 1')));
    expect(new Set(built.map(({ digest }) => digest)).size).toBe(1);
    expect(built.map(({ layerSize }) => layerSize)).toEqual(
      Array(3).fill(built[0]?.layerSize)
    );
  });

  it('sends nothing of the code while it only opens uploads', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    expect(methods().filter(method => method === 'PUT')).toEqual([]);
    expect(scene.reads).toBe(0);
  });

  it('3 requests for code that was changed after a push, once uploads are open again', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'pushed');
    await scene.prepare('x = 2', 'opened');
    click([2, 1]);
    expect((await scene.build('x = 2')).requests).toBe(3);
  });

  it('opens uploads once, however often it is asked to', async () => {
    const scene = await fresh();
    await Promise.all([
      scene.prepare('x = 1', 'opened'),
      scene.prepare('x = 2', 'opened')
    ]);
    await scene.prepare('x = 3', 'opened');
    const opened = proxy.seen.filter(({ url }) => url.endsWith('/blobs/uploads/'));
    expect(opened).toHaveLength(2);
  });

  it('waits for a push that is on its way, and pushes nothing twice', async () => {
    const scene = await fresh();
    const preparing = scene.prepare('x = 1', 'pushed');
    const image = await scene.build('x = 1');
    expect(await preparing).toBe('pushed');
    expect(image.requests).toBe(0);
    expect(methods().filter(method => method === 'PUT')).toHaveLength(3);
  });

  it('pushes what is asked for, not what was on its way', async () => {
    const scene = await fresh();
    const preparing = scene.prepare('x = 1', 'pushed');
    const image = await scene.build('x = 2');
    expect(await preparing).toBe('nothing');
    const other = await fresh();
    expect(image.digest).toBe((await other.build('x = 2')).digest);
  });

  it('keeps what was asked for when other code is saved meanwhile', async () => {
    const scene = await fresh();
    const first = scene.prepare('x = 1', 'pushed');
    const building = scene.build('x = 1');
    const second = scene.prepare('x = 2', 'pushed');
    expect((await building).requests).toBe(0);
    expect(await Promise.all([first, second])).toEqual(['pushed', 'pushed']);
  });

  it('pushes the newest of what was saved', async () => {
    const scene = await fresh();
    const saved = ['x = 1', 'x = 2', 'x = 3'].map(code =>
      scene.prepare(code, 'pushed')
    );
    expect(await Promise.all(saved)).toEqual(['nothing', 'nothing', 'pushed']);
    click();
    expect((await scene.build('x = 3')).requests).toBe(0);
  });

  it('ends open uploads of a notebook that is closed', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    click();
    await scene.images.discard('a.ipynb');
    expect(methods()).toEqual(['DELETE', 'DELETE']);
  });

  it('ends by itself after ten minutes, and is an ordinary push then', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    expect(scene.sleeping).toEqual([600_000]);
    click();
    scene.wake();
    await expect.poll(methods).toEqual(['DELETE', 'DELETE']);
    click();
    expect((await scene.build('x = 1')).layers).toBe(11);
    expect(methods()).toContain('POST');
  });

  it('ends what is prepared for another place', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    click();
    await scene.prepare('x = 1', 'opened', { push: `${scene.push}-b` });
    expect(methods().filter(method => method === 'DELETE')).toHaveLength(2);
    expect((await scene.build('x = 1')).layers).toBe(11);
  });

  it('begins again at once where the registry has ended the uploads', async () => {
    const scene = await fresh();
    const builder = builderFor(await scene.reach());
    const names = { base: locate(scene.base), push: locate(`${scene.push}:1`) };
    const opened = await builder.open(names);
    await builder.discard(names, opened);
    click();
    const image = await builder.append({ ...names, files: FILES }, opened);
    expect(image.layers).toBe(11);
    expect(methods().sort()).toEqual(
      [...Array<string>(2).fill('POST'), ...Array<string>(5).fill('PUT')] // two refused
    );
  });

  it.each([
    ['opened', 'POST'],
    ['pushed', 'PUT']
  ] as const)(
    'says nothing when preparing (%s) fails, and pushes',
    async (what, bad) => {
      const scene = await fresh();
      proxy.fake = ({ method, url }) =>
        method === bad && !url.includes('mount=')
          ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' }
          : undefined;
      expect(await scene.prepare('x = 1', what)).toBe('nothing');
      proxy.fake = () => undefined;
      expect((await scene.build('x = 1')).layers).toBe(11);
    }
  );

  it('says nothing when what was prepared does not serve, and pushes', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    let refused = 0;
    proxy.fake = ({ method, url }) =>
      method === 'PUT' && url.includes('/blobs/') && refused++ < 2
        ? { status: 403, body: '{"errors":[{"code":"DENIED"}]}' }
        : undefined;
    expect((await scene.build('x = 1')).layers).toBe(11);
    click();
    expect(await scene.prepare('x = 2', 'opened')).toBe('opened');
    expect((await scene.build('x = 2')).requests).toBe(3);
  });

  it('pushes all again when the repository has lost the base meanwhile', async () => {
    const scene = await fresh();
    await scene.prepare('x = 1', 'opened');
    let refused = 0;
    proxy.fake = ({ method, url }) =>
      method === 'PUT' && url.includes('/manifests/') && refused++ === 0
        ? { status: 404, body: '{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN"}]}' }
        : undefined;
    expect((await scene.build('x = 1')).layers).toBe(11);
    expect(proxy.seen.filter(({ url }) => url.includes('mount='))).toHaveLength(20);
  });

  it('is over with who asked for it', async () => {
    const scene = await fresh();
    const preparing = scene.prepare('x = 1', 'pushed');
    const end = new AbortController();
    const building = scene.build('x = 1', { signal: end.signal });
    end.abort(new Error('no more'));
    await expect(building).rejects.toThrow('no more');
    expect(await preparing).toBe('nothing');
    expect(await scene.prepare('x = 1', 'pushed')).toBe('pushed');
  });

  it.each([400, 409, 412])(
    'takes a tag that may not be moved (%i) for its own where it is',
    async status => {
      const scene = await fresh();
      await scene.build('x = 1');
      proxy.fake = ({ method, url }) =>
        method === 'PUT' && url.includes('/manifests/code-')
          ? { status, body: '{"errors":[{"code":"TAG_INVALID"}]}' }
          : undefined;
      expect((await scene.build('x = 1')).layers).toBe(11);
      await expect(scene.build('x = 2')).rejects.toMatchObject({
        problem: { params: { host: proxy.host } }
      });
    }
  );
});
