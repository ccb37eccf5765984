/** Pushes that are ended by whoever asked for them, while the registry says nothing. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { append, FILES, pushBase, registriesFor } from './support/appending.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`a push that is ended${reason}`, () => {
  let registry: TestRegistry;
  let silent: Server;
  let host = '';

  beforeAll(async () => {
    registry = await startRegistry();
    silent = createServer();
    await new Promise<void>(resolve => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    host = `127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
    const all = await registriesFor([registry.host]);
    await pushBase(all, `${registry.host}/base/py:1`);
    all.close();
  });
  afterAll(async () => {
    silent.close();
    await registry.dispose();
  });

  it.each([0, 1, 5, 20, 100, 500, 1500])('after %i ms is over at once', async wait => {
    const all = await registriesFor([registry.host, host]);
    const abort = new AbortController();
    const pushed = append(
      all,
      { base: `${registry.host}/base/py:1`, push: `${host}/team/runs:1` },
      { files: FILES, signal: abort.signal }
    );
    pushed.catch(() => undefined);
    await new Promise(resolve => setTimeout(resolve, wait));
    abort.abort(new Error('enough'));
    await expect(pushed).rejects.toThrow('enough');
    all.close();
  });
});
