/** Registries that want to know who asks: passwords, helpers, tokens, and nothing leaks. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  makeCa,
  makeCertificate
} from '../../controller/src/adapters/kubernetes/testing/tls.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import { append, pushBase, registriesFor } from './support/appending.js';
import {
  absent,
  CREDENTIALS,
  startRegistry,
  type TestRegistry
} from './support/registry.js';
import { startGate, type Gate } from './support/token-registry.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

const pair = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString('base64');
const RIGHT = pair(CREDENTIALS.user, CREDENTIALS.password);
const WRONG = pair(CREDENTIALS.user, 'wr0ng-password');

describe.skipIf(missing.length > 0)(`a registry that wants a login${reason}`, () => {
  let folder = '';
  let locked: TestRegistry;
  let behind: TestRegistry;
  const gates: Gate[] = [];
  const opened: Registries[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-login-'));
    [locked, behind] = await Promise.all([startRegistry(true), startRegistry()]);
    await pushBase(await reaching([behind.host]), `${behind.host}/base/py:1`);
    const docker = config({ auths: { [locked.host]: { auth: RIGHT } } });
    await pushBase(await reaching([locked.host], docker), `${locked.host}/base/py:1`);
  });
  afterEach(() => {
    gates.splice(0).forEach(gate => {
      gate.dispose();
    });
    opened.splice(0).forEach(each => {
      each.close();
    });
  });
  afterAll(async () => {
    await Promise.all([locked.dispose(), behind.dispose()]);
    rmSync(folder, { recursive: true });
  });

  async function reaching(
    hosts: readonly string[],
    env: Record<string, string> = {}
  ): Promise<Registries> {
    const registries = await registriesFor(hosts, { env, home: join(folder, 'home') });
    opened.push(registries);
    return registries;
  }

  /** The environment of somebody whose Docker is configured so. */
  function config(value: object): Record<string, string> {
    const path = mkdtempSync(join(folder, 'docker-'));
    writeFileSync(join(path, 'config.json'), JSON.stringify(value));
    return { DOCKER_CONFIG: path };
  }

  /** A helper that gives the password, when it is asked for this server. */
  function helper(server: string): Record<string, string> {
    const path = join(folder, 'bin');
    mkdirSync(path, { recursive: true });
    const file = join(path, 'docker-credential-test');
    const { user, password } = CREDENTIALS;
    const answer = JSON.stringify({ Username: user, Secret: password });
    writeFileSync(
      file,
      `#!/bin/sh\nread server\ntest "$server" = ${server} || { echo credentials not found in native keychain; exit 1; }\necho '${answer}'\n`
    );
    chmodSync(file, 0o755);
    return { PATH: `${path}:${process.env['PATH'] ?? ''}` };
  }

  const names = (host: string, push = 'me/a') => ({
    base: `${host}/base/py:1`,
    push: `${host}/${push}:1`
  });

  it.each<[string, (host: string) => Record<string, string>]>([
    ['config.json', host => config({ auths: { [host]: { auth: RIGHT } } })],
    [
      'config.json, with an address for a key',
      host => config({ auths: { [`https://${host}/v2/`]: { auth: RIGHT } } })
    ],
    [
      'auth.json, for a part of the registry',
      host => {
        const path = join(folder, 'auth.json');
        const auths = { [host]: { auth: WRONG }, [`${host}/me`]: { auth: RIGHT } };
        writeFileSync(path, JSON.stringify({ auths }));
        return { REGISTRY_AUTH_FILE: path };
      }
    ],
    [
      'a helper of the registry',
      host => ({ ...helper(host), ...config({ credHelpers: { [host]: 'test' } }) })
    ],
    [
      'the helper for all',
      host => ({
        ...helper(host),
        ...config({ auths: { [host]: {} }, credsStore: 'test' })
      })
    ],
    [
      'the file, when the helper has none',
      host => ({
        ...helper('elsewhere'),
        ...config({ auths: { [host]: { auth: RIGHT } }, credsStore: 'test' })
      })
    ]
  ])('takes the password of %s', async (_, environment) => {
    const registries = await reaching([locked.host], environment(locked.host));
    expect((await append(registries, names(locked.host))).layers).toBe(11);
  });

  it.each<[string, object, string]>([
    ['there is no login', {}, 'registry-login-missing'],
    ['the password is wrong', { auth: WRONG }, 'registry-login-refused']
  ])('says so when %s', async (_, entry, code) => {
    const env = config({ auths: { [locked.host]: entry } });
    const built = append(await reaching([locked.host], env), names(locked.host));
    const error = await built.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problem: { code } });
    expect(JSON.stringify(error)).not.toMatch(/wr0ng|d3IwbmctcGFzc3dvcmQ/);
  });

  it.each<[string, object, string]>([
    ['is missing', { credHelpers: 'none' }, 'credential-helper-missing'],
    ['fails', { credHelpers: 'bad' }, 'credential-helper-failed']
  ])(
    'says so when a helper %s',
    async (_, { credHelpers }: { credHelpers?: string }, code) => {
      const env = { ...helper(locked.host) };
      const bad = join(folder, 'bin', 'docker-credential-bad');
      writeFileSync(bad, '#!/bin/sh\necho "session expired" >&2\nexit 1\n');
      chmodSync(bad, 0o755);
      const docker = config({ credHelpers: { [locked.host]: credHelpers } });
      const registries = await reaching([locked.host], { ...env, ...docker });
      await expect(append(registries, names(locked.host))).rejects.toMatchObject({
        problem: { code }
      });
    }
  );

  it('tries the logins of pull secrets one after the other', async () => {
    const registries = await reaching([locked.host]);
    const login = (basic: string) =>
      ({ kind: 'password', user: 'me', basic, token: '' }) as const;
    const key = locked.host;
    const logins = [WRONG, RIGHT].map(basic => ({ key, login: login(basic) }));
    const image = await append(registries, names(locked.host), { logins });
    expect(image.layers).toBe(11);
  });

  async function gate(realm?: string): Promise<Gate> {
    const options = { behind: behind.host, ...CREDENTIALS };
    const made = await startGate({ ...options, ...(realm ? { realm } : {}) });
    gates.push(made);
    return made;
  }
  const loggedIn = (host: string) =>
    reaching([host], config({ auths: { [host]: { auth: RIGHT } } }));

  it('gives one token for all that is to be done', async () => {
    const { host, queries } = await gate();
    const image = await append(await loggedIn(host), names(host, 'token/a'));
    expect(image.requests).toBe(17 + 2);
    expect(queries.map(query => query.getAll('scope'))).toEqual([
      ['repository:token/a:pull,push', 'repository:base/py:pull']
    ]);
  });

  it('gives the next build the same token, and another when it has expired', async () => {
    const made = await gate();
    const registries = await loggedIn(made.host);
    await append(registries, names(made.host, 'token/b'));
    await append(registries, names(made.host, 'token/b'));
    expect(made.queries).toHaveLength(1);
    made.expire();
    await append(registries, names(made.host, 'token/b'));
    expect(made.queries).toHaveLength(2);
  });

  it('gives another token in the middle of a push', async () => {
    const made = await gate();
    const registries = await loggedIn(made.host);
    const onProgress = ({ step }: { step: string }): void => {
      if (step === 'publish') made.expire();
    };
    await append(registries, names(made.host, 'token/c'), { onProgress });
    expect(made.queries).toHaveLength(2);
  });

  it('gets no password sent to another host of this network', async () => {
    const other = await gate();
    const { host } = await gate(`http://${other.host}/token`);
    const built = append(await loggedIn(host), names(host, 'token/d'));
    await expect(built).rejects.toMatchObject({ problem: { code: 'registry-detour' } });
    expect(other.queries).toEqual([]);
  });

  it('sends to another host that the user has named', async () => {
    const other = await gate();
    const { host } = await gate(`http://${other.host}/token`);
    const env = config({ auths: { [host]: { auth: RIGHT } } });
    const registries = await reaching([host, other.host], env);
    // What the other one gives is none of this one’s.
    await expect(append(registries, names(host, 'token/e'))).rejects.toMatchObject({
      problem: { code: 'registry-login-refused' }
    });
    expect(other.queries.length).toBeGreaterThan(0);
  });

  it('says so when the giver of tokens does not know the password', async () => {
    const { host } = await gate();
    const env = config({ auths: { [host]: { auth: WRONG } } });
    const built = append(await reaching([host], env), names(host, 'token/f'));
    await expect(built).rejects.toMatchObject({
      problem: { code: 'registry-login-refused', params: { user: 'me' } }
    });
  });

  describe('with a certificate of its own authority', () => {
    let secure: TestRegistry;
    beforeAll(async () => {
      makeCa(folder, 'ca');
      makeCertificate(folder, 'ca', 'registry', 'IP:127.0.0.1');
      const file = (name: string): string => join(folder, name);
      const tls = { certificate: file('registry.crt'), key: file('registry.key') };
      secure = await startRegistry(true, tls);
    });
    afterAll(() => secure.dispose());

    const trusting = async (caFile?: string): Promise<Registries> => {
      const env = config({ auths: { [secure.host]: { auth: RIGHT } } });
      const options = { env, home: folder, ...(caFile ? { caFile } : {}) };
      const registries = await registriesFor([], options);
      opened.push(registries);
      return registries;
    };

    it('is pushed to by who trusts it', async () => {
      const registries = await trusting(join(folder, 'ca.crt'));
      await pushBase(registries, `${secure.host}/base/py:1`);
      expect((await append(registries, names(secure.host))).layers).toBe(11);
    });

    it('is not even asked by who does not', async () => {
      const built = append(await trusting(), names(secure.host));
      await expect(built).rejects.toMatchObject({
        problem: { code: 'registry-certificate', params: { host: secure.host } }
      });
    });

    it.each([
      ['is not there', 'nothing.crt'],
      ['holds no certificate', 'registry.key']
    ])('says so when the file of certificates %s', async (_, name) => {
      await expect(trusting(join(folder, name))).rejects.toMatchObject({
        problem: { code: 'registry-file-invalid' }
      });
    });

    it('is asked without encryption by nobody who has not said so', async () => {
      const built = append(await reaching([]), names(behind.host));
      await expect(built).rejects.toMatchObject({
        problem: { code: 'registry-not-encrypted' }
      });
    });
  });
});
