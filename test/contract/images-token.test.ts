/** Registries that want a token: images get there, and passwords nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureImage, type MadeImage } from '../../dev/src/images/ensure.js';
import { pushImage, type PushTarget } from '../../dev/src/images/push.js';
import { registryAt } from '../../dev/src/images/registry.js';
import {
  absent,
  CREDENTIALS,
  startRegistry,
  type TestRegistry
} from './support/registry.js';
import { startGate, type Gate } from './support/token-registry.js';

const missing = absent('docker-registry', 'busybox');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`a registry that wants a token${reason}`, () => {
  let folder = '';
  let image: MadeImage;
  let behind: TestRegistry;
  const gates: Gate[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-token-'));
    vi.stubEnv('JKF_CACHE', join(folder, 'cache'));
    image = await ensureImage('tool');
    behind = await startRegistry();
  });
  afterEach(() => {
    gates.splice(0).forEach(gate => {
      gate.dispose();
    });
  });
  afterAll(async () => {
    await behind.dispose();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  async function gate(realm?: string): Promise<Gate> {
    const options = { behind: behind.host, ...CREDENTIALS };
    const made = await startGate({ ...options, ...(realm ? { realm } : {}) });
    gates.push(made);
    return made;
  }

  async function pushed(
    host: string,
    paths: readonly string[],
    { credentials, between }: { credentials?: typeof CREDENTIALS; between?: () => void }
  ): Promise<void> {
    const { ask, close } = registryAt({ host, credentials });
    const known: PushTarget['known'] = new Map();
    try {
      for (const path of paths) {
        await pushImage(image, { ask, host, path, tag: 'x', known });
        between?.();
      }
    } finally {
      close();
    }
  }

  const manifest = (path: string): Promise<Response> =>
    fetch(`http://${behind.host}/v2/${path}/manifests/x`, {
      headers: { accept: image.descriptor.mediaType }
    });

  it('gives it for the password, with the rights to push and to mount', async () => {
    const { host, queries } = await gate();
    await pushed(host, ['one/a', 'one/b'], { credentials: CREDENTIALS });
    expect((await manifest('one/a')).headers.get('docker-content-digest')).toBe(
      image.digest
    );
    expect((await manifest('one/b')).status).toBe(200);
    const first = queries[0];
    expect(first?.get('service')).toBe('gate');
    expect(first?.getAll('scope')).toEqual(['repository:one/a:pull,push']);
  });

  it('is asked for another when the token has expired', async () => {
    const made = await gate();
    const { host, queries } = made;
    const paths = ['two/a', 'two/a'];
    const between = () => {
      made.expire();
    };
    await pushed(host, paths, { credentials: CREDENTIALS, between });
    expect(queries.length).toBeGreaterThan(1);
    expect((await manifest('two/a')).status).toBe(200);
  });

  it('says what to give when there is no password, or a wrong one', async () => {
    const { host } = await gate();
    const wrong = { user: 'me', password: 'wrong' };
    for (const options of [{}, { credentials: wrong }]) {
      await expect(pushed(host, ['three'], options)).rejects.toThrow(
        /does not let us push. Give --username/
      );
    }
  });

  it('gets no password sent to another address inside this network', async () => {
    const other = await gate();
    const { host } = await gate(`http://${other.host}/token`);
    await expect(pushed(host, ['four'], { credentials: CREDENTIALS })).rejects.toThrow(
      /for a token to .*inside this network.*Nothing was sent there/
    );
    expect(other.queries).toEqual([]);
  });
});
