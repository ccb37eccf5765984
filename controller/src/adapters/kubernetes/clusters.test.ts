import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../memory/clock.js';
import { ConfigPlace, FAST } from './testing/place.js';
import { FakeApi } from './testing/fake-api.js';

let place: ConfigPlace;
let api: FakeApi;
let server: string;

beforeEach(async () => {
  place = await ConfigPlace.make();
  api = await new FakeApi().start();
  server = `http://127.0.0.1:${String(api.port)}`;
  for (let i = 0; i < 5; i += 1) api.answer(/^\/version$/, { status: 200 });
});

afterEach(async () => {
  await place.remove();
  await api.stop();
});

const asked = async (options: object = {}): Promise<void> => {
  const cluster = await place.clusters(options).open('dev');
  await cluster.read('/version');
};

const sent = (name: string) => api.seen.map(({ headers }) => headers[name]);

describe('targets', () => {
  it('come from several files, of which some are missing', async () => {
    await place.config({ server });
    const other = { contexts: [{ name: 'other', context: { cluster: 'dev' } }] };
    await place.file('other', JSON.stringify(other));
    const paths = [join(place.folder, 'gone'), place.path, join(place.folder, 'other')];
    const env = { KUBECONFIG: paths.join(':') };
    const targets = await place.clusters({ env }).targets();
    expect(targets.map(({ context, current }) => [context, current])).toEqual([
      ['dev', true],
      ['other', false]
    ]);
  });

  it('are none where there is neither kubeconfig nor service account', async () => {
    expect(await place.clusters({ env: {} }).targets()).toEqual([]);
  });

  it('of a broken file are an error that quotes nothing of it', async () => {
    await place.file('config', 'users: [{token: "secret\n');
    const error = await place
      .clusters()
      .targets()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problem: { code: 'kubeconfig-invalid' } });
    expect(String(error)).not.toContain('secret');
  });

  it('hold the pod’s own account, with the token as it is now', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '1' };
    await place.file('token', 'one\n');
    await place.file('namespace', 'ada');
    const serviceAccount = place.folder;
    expect(await place.clusters({ env, serviceAccount }).targets()).toEqual([
      {
        context: 'in-cluster',
        namespace: 'ada',
        cluster: 'in-cluster',
        server: 'https://127.0.0.1:1',
        user: 'service account',
        userKind: 'service-account',
        current: true
      }
    ]);
  });

  it('that nobody has are an error that names those there are', async () => {
    await place.config({ server });
    await expect(place.clusters().open('none')).rejects.toMatchObject({
      problem: { code: 'context-missing', params: { context: 'none', known: 'dev' } }
    });
  });

  it('are opened once, and anew when the kubeconfig has changed', async () => {
    await place.config({ server });
    const clusters = place.clusters();
    const first = await clusters.open('dev');
    expect(await clusters.open('dev')).toBe(first);
    await place.config({ server, user: { token: 'new' } });
    const second = await clusters.open('dev');
    expect(second).not.toBe(first);
    await second.read('/version');
    expect(sent('authorization')).toEqual(['Bearer new']);
  });
});

describe('a user', () => {
  it.each<[string, object, string | undefined]>([
    ['a token', { token: 'abc' }, 'Bearer abc'],
    ['a password', { username: 'me', password: 'p' }, 'Basic bWU6cA=='],
    [
      'an OIDC token',
      { 'auth-provider': { name: 'oidc', config: { 'id-token': 'jwt' } } },
      'Bearer jwt'
    ],
    ['nothing', {}, undefined]
  ])('with %s presents it', async (_case, user, header) => {
    await place.config({ server, user });
    await asked();
    expect(sent('authorization')).toEqual([header]);
  });

  it('with a token file presents what is in it, read again after a minute', async () => {
    const clock = new ManualClock();
    await place.file('token', 'one\n');
    await place.config({ server, user: { tokenFile: 'token' } });
    const cluster = await place
      .clusters({ timing: { ...FAST, now: () => clock.now() } })
      .open('dev');
    await cluster.read('/version');
    await place.file('token', 'two\n');
    await cluster.read('/version');
    clock.advance(60_001);
    await cluster.read('/version');
    expect(sent('authorization')).toEqual(['Bearer one', 'Bearer one', 'Bearer two']);
  });

  it('acts as somebody else where the kubeconfig says so', async () => {
    const user = {
      as: 'ada',
      'as-groups': ['team', 'all'],
      'as-user-extra': { 'example.com/scope': ['x'] }
    };
    await place.config({ server, user });
    await asked();
    expect(api.seen[0]?.headers).toMatchObject({
      'impersonate-user': 'ada',
      'impersonate-group': 'team, all',
      'impersonate-extra-example.com%2fscope': 'x'
    });
  });

  it('whose file is missing is an error that names it', async () => {
    await place.config({ server, user: { tokenFile: 'gone' } });
    await expect(asked()).rejects.toMatchObject({
      problem: { code: 'context-incomplete', params: { detail: 'ENOENT' } }
    });
  });

  it.each([
    ['of a cluster the kubeconfig lacks', { cluster: 'none' }],
    ['of a user the kubeconfig lacks', { user: 'none' }]
  ])('%s cannot be used', async (_case, context) => {
    await place.config({ server, context });
    await expect(asked()).rejects.toMatchObject({
      problem: { code: 'context-incomplete' }
    });
  });
});

describe('a login command', () => {
  const apiVersion = 'client.authentication.k8s.io/v1';

  /** Counts its calls in a file, and prints what is given. */
  const plugin = async (status: object, more: object = {}): Promise<void> => {
    const answer = JSON.stringify({ apiVersion, kind: 'ExecCredential', status });
    const script = `#!/bin/sh\ncd "$(dirname "$0")"\necho x >> calls\nprintf '%s' "$KUBERNETES_EXEC_INFO" > info\necho '${answer}'\n`;
    await place.file('login', script);
    await place.config({
      server,
      user: { exec: { apiVersion, command: './login', ...more } }
    });
  };

  const calls = async (): Promise<number> => {
    return (await readFile(join(place.folder, 'calls'), 'utf8')).trim().split('\n')
      .length;
  };

  it('is asked once for many requests, and again when its answer expires', async () => {
    const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
    await plugin({ token: 't', expirationTimestamp: '2026-01-01T00:10:00Z' });
    const cluster = await place
      .clusters({ timing: { ...FAST, now: () => clock.now() } })
      .open('dev');
    await Promise.all([cluster.read('/version'), cluster.read('/version')]);
    await cluster.read('/version');
    expect(await calls()).toBe(1);
    clock.advance(595_000);
    await cluster.read('/version');
    expect(await calls()).toBe(2);
    expect(new Set(sent('authorization'))).toEqual(new Set(['Bearer t']));
  });

  it('is asked anew when the cluster refuses its answer, once', async () => {
    await plugin({ token: 't' });
    api.answer(/^\/other$/, { status: 401 });
    api.answer(/^\/other$/, { status: 200 });
    const cluster = await place.clusters().open('dev');
    await cluster.read('/other');
    expect(await calls()).toBe(2);
    api.answer(/^\/other$/, { status: 401 });
    api.answer(/^\/other$/, { status: 401 });
    await expect(cluster.read('/other')).rejects.toMatchObject({
      problem: {
        code: 'credentials-refused',
        remedy: 'Renew them, then try again: ./login'
      }
    });
  });

  it('is told of the cluster where it asks for it', async () => {
    await plugin({ token: 't' }, { provideClusterInfo: true });
    await asked();
    const info = JSON.parse(
      await readFile(join(place.folder, 'info'), 'utf8')
    ) as unknown;
    expect(info).toEqual({
      apiVersion,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server } }
    });
  });

  it.each<[string, string, object, string]>([
    [
      'fails',
      'echo "Error: session expired." >&2; exit 3',
      {},
      'Error: session expired'
    ],
    ['fails without a word', 'exit 3', {}, 'it ends with 3'],
    ['prints nothing', '', {}, 'what it prints is no JSON'],
    ['prints something else', 'echo "{}"', {}, 'what it prints is no ExecCredential'],
    ['needs a terminal', '', { interactiveMode: 'Always' }, 'it needs a terminal'],
    [
      'complains with a token',
      `echo "bad token ${'a1'.repeat(30)}" >&2; exit 1`,
      {},
      'bad token …'
    ]
  ])('that %s is an error that says so', async (_case, script, ...[more, detail]) => {
    await place.file('login', `#!/bin/sh\n${script}\n`);
    const exec = { apiVersion, command: './login', ...more };
    await place.config({ server, user: { exec } });
    await expect(asked()).rejects.toMatchObject({
      problem: { code: 'login-command-failed', params: { detail } }
    });
  });

  it('that is not installed is an error with the hint of the kubeconfig', async () => {
    const exec = { apiVersion, command: 'no-such-login', installHint: 'Get it here.' };
    await place.config({ server, user: { exec } });
    await expect(asked()).rejects.toMatchObject({
      problem: {
        code: 'login-command-missing',
        remedy: 'Install no-such-login. Get it here.'
      }
    });
  });

  it('of a version that is not known cannot be used', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'x' };
    await place.config({ server, user: { exec } });
    await expect(asked()).rejects.toMatchObject({
      problem: { code: 'context-incomplete' }
    });
  });

  it('may be of version v1beta1', async () => {
    const version = 'client.authentication.k8s.io/v1beta1';
    const answer = {
      apiVersion: version,
      kind: 'ExecCredential',
      status: { token: 'b' }
    };
    await writeFile(
      join(place.folder, 'login'),
      `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`,
      { mode: 0o700 }
    );
    await place.config({
      server,
      user: { exec: { apiVersion: version, command: './login' } }
    });
    await asked();
    expect(sent('authorization')).toEqual(['Bearer b']);
  });
});
