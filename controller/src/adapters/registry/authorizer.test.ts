import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { loginOf } from '../../core/registry/login.js';
import type { Registries } from '../../ports/registry.js';
import { bodyOf, registriesAt, serve, type TestServer } from './testing/server.js';

const MANIFEST = '{"schemaVersion":2,"layers":[]}';

/** A registry whose tokens are given for an identity token, or a password. */
function registry({ exchanges }: { exchanges: boolean }) {
  const forms: URLSearchParams[] = [];
  const give = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const form = new URLSearchParams((await bodyOf(incoming)).toString());
    if (incoming.method === 'POST') forms.push(form);
    if (incoming.method === 'POST' && !exchanges) {
      outgoing.writeHead(404).end();
      return;
    }
    outgoing.end('{"access_token":"good","expires_in":300}');
  };
  const handler = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { host = '', authorization } = incoming.headers;
    if (incoming.url?.startsWith('/token')) return give(incoming, outgoing);
    if (authorization === 'Bearer good') return void outgoing.end(MANIFEST);
    const challenge = `Bearer realm="http://${host}/token?a=1",service="s"`;
    outgoing.writeHead(401, { 'www-authenticate': challenge }).end();
  };
  return { handler, forms };
}

describe('a login', () => {
  let server: TestServer | undefined;
  let registries: Registries | undefined;
  afterEach(() => {
    registries?.close();
    server?.dispose();
  });

  async function read(exchanges: boolean, user: string) {
    const { handler, forms } = registry({ exchanges });
    server = await serve(handler);
    const login = loginOf(user, 'secret');
    const at = { host: server.host, path: 'a/b' };
    registries = await registriesAt(server.host);
    const logins = login ? [{ key: server.host, login }] : [];
    const session = registries.open({ pull: [at], logins });
    const { text } = await session.manifest(at, 'latest');
    return { text, forms, asked: server.asked, session };
  }

  it('by an identity token is exchanged, and in no address', async () => {
    const { text, forms, asked } = await read(true, '<token>');
    expect(text).toBe(MANIFEST);
    expect(forms[0]?.get('refresh_token')).toBe('secret');
    expect(asked).toEqual([
      'GET /v2/a/b/manifests/latest',
      'POST /token?a=1',
      'GET /v2/a/b/manifests/latest'
    ]);
  });

  it('is asked for the old way where that is not known', async () => {
    const { asked } = await read(false, '<token>');
    expect(asked[2]).toBe('GET /token?a=1&service=s&scope=repository%3Aa%2Fb%3Apull');
  });

  it('is said at once from the second session on', async () => {
    await read(true, 'me');
    const at = { host: server?.host ?? '', path: 'a/b' };
    const login = loginOf('me', 'secret');
    const logins = login ? [{ key: at.host, login }] : [];
    const session = registries?.open({ pull: [at], logins });
    await session?.manifest(at, 'other');
    expect(session?.requests).toBe(1);
  });

  it('of a registry that speaks of something else is its own error', async () => {
    server = await serve((_, outgoing) => {
      outgoing.writeHead(401, { 'www-authenticate': 'Negotiate' }).end();
    });
    registries = await registriesAt(server.host);
    const at = { host: server.host, path: 'a' };
    await expect(
      registries.open({ pull: [at] }).manifest(at, 'latest')
    ).rejects.toMatchObject({ problem: { code: 'registry-login-missing' } });
    expect(server.asked).toHaveLength(1);
  });
});
