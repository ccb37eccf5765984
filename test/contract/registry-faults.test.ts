/** Pushes in bad weather: the image is the same, or there is a sentence about why not. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Registries } from '../../controller/src/ports/registry.js';
import { append, FILES, pushBase, registriesFor } from './support/appending.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';
import {
  startCutProxy,
  startProxy,
  type CutProxy,
  type Faked,
  type RegistryProxy
} from './support/registry-proxy.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

const files = [
  ...FILES,
  { path: 'large.bin', mode: 0o644, bytes: new Uint8Array(randomBytes(300_000)) }
];

describe.skipIf(missing.length > 0)(`a push in bad weather${reason}`, () => {
  let behind: TestRegistry;
  let proxy: RegistryProxy;
  let cutter: CutProxy;
  const opened: Registries[] = [];
  let count = 0;

  beforeAll(async () => {
    behind = await startRegistry();
    proxy = await startProxy(behind.host);
    cutter = await startCutProxy(behind.host);
    await pushBase(await fresh(), `${behind.host}/base/py:1`);
  });
  afterEach(() => {
    proxy.fake = () => undefined;
    proxy.seen.length = 0;
    opened.splice(0).forEach(each => {
      each.close();
    });
  });
  afterAll(async () => {
    proxy.dispose();
    cutter.dispose();
    await behind.dispose();
  });

  async function fresh(): Promise<Registries> {
    const made = await registriesFor([
      behind.host,
      proxy.host,
      cutter.host,
      '127.0.0.1:1'
    ]);
    opened.push(made);
    return made;
  }
  const names = (host: string) => {
    count += 1;
    return { base: `${host}/base/py:1`, push: `${host}/fault/n${String(count)}:1` };
  };
  const stored = async (push: string): Promise<string | null> => {
    const [, path] = /^[^/]+\/(.+):1$/.exec(push) ?? [];
    const answer = await fetch(`http://${behind.host}/v2/${path ?? ''}/manifests/1`, {
      headers: { accept: 'application/vnd.oci.image.manifest.v1+json' }
    });
    return answer.headers.get('docker-content-digest');
  };

  it('makes the same image wherever its connection is cut', async () => {
    const whole = names(cutter.host);
    cutter.cutAt(Infinity);
    const { digest } = await append(await fresh(), whole, { files });
    const bytes = cutter.count;
    expect(bytes).toBeGreaterThan(300_000);
    // As many places among the requests as in the large body.
    const place = fc.oneof(fc.nat(bytes - 1), fc.nat(12_000));
    await fc.assert(
      fc.asyncProperty(place, async at => {
        const cut = names(cutter.host);
        cutter.cutAt(at);
        const image = await append(await fresh(), cut, { files });
        expect(image.digest).toBe(digest);
        expect(await stored(cut.push)).toBe(digest);
      }),
      { numRuns: 30 }
    );
  });

  const uploads = /blobs\/uploads/;
  it.each<[string, RegExp, Faked]>([
    ['registry-push-forbidden', uploads, { status: 403 }],
    ['repository-missing', uploads, { status: 404 }],
    ['registry-login-missing', uploads, { status: 401 }],
    ['registry-too-large', uploads, { status: 413 }],
    ['registry-full', uploads, { status: 507 }],
    [
      'registry-full',
      uploads,
      {
        status: 500,
        body: '{"errors":[{"code":"UNKNOWN","detail":"no space left on device"}]}'
      }
    ],
    ['registry-busy', uploads, { status: 429, headers: { 'retry-after': '60' } }],
    ['registry-failed', uploads, { status: 500 }],
    [
      'registry-detour',
      uploads,
      { status: 202, headers: { location: 'http://169.254.169.254/' } }
    ],
    ['image-missing', /base\/py\/manifests/, { status: 404 }],
    ['registry-pull-forbidden', /base\/py\/manifests/, { status: 403 }],
    ['image-unusable', /base\/py\/manifests/, { status: 200, body: '{}' }],
    ['registry-content-wrong', /base\/py\/blobs/, { status: 200, body: '{}' }],
    [
      'registry-detour',
      /base\/py\/blobs/,
      { status: 307, headers: { location: 'http://169.254.169.254/latest' } }
    ]
  ])('ends as %s at %s answered by %o', async (code, url, faked) => {
    proxy.fake = seen => (url.test(seen.url) ? faked : undefined);
    await expect(append(await fresh(), names(proxy.host))).rejects.toMatchObject({
      problem: { code }
    });
    // Little is tried in vain, and never for long.
    expect(proxy.seen.length).toBeLessThan(60);
  });

  it.each<[string, Faked]>([
    ['is busy', { status: 429, headers: { 'retry-after': '1' } }],
    ['is being restarted', { status: 503 }],
    ['is behind a proxy that is', { status: 502, body: '<html>' }]
  ])('waits when the registry %s', async (_, faked) => {
    const asked = new Map<string, number>();
    proxy.fake = ({ method, url }) => {
      const key = `${method} ${url.replace(/\?.*|[\w-]{36}.*/, '')}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
      return asked.get(key) === 1 ? faked : undefined;
    };
    const image = await append(await fresh(), names(proxy.host));
    expect(image.layers).toBe(11);
  });

  it('says so when there is no registry', async () => {
    await expect(append(await fresh(), names('127.0.0.1:1'))).rejects.toMatchObject({
      problem: {
        code: 'registry-unreachable',
        params: { host: '127.0.0.1:1', detail: 'nothing listens there' }
      }
    });
  });

  it('ends with its signal', async () => {
    const abort = new AbortController();
    const why = new Error('enough');
    const onProgress = ({ step }: { step: string }): void => {
      if (step === 'upload') abort.abort(why);
    };
    const { signal } = abort;
    const built = append(await fresh(), names(proxy.host), { signal, onProgress });
    await expect(built).rejects.toBe(why);
    expect(proxy.seen.filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});
