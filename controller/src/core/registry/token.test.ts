import { describe, expect, it } from 'vitest';
import type { BearerChallenge } from './challenge.js';
import { loginOf } from './login.js';
import { parseToken, tokenRequest } from './token.js';

const challenge: BearerChallenge = {
  kind: 'bearer',
  realm: 'https://auth.example/token',
  service: 'registry.example'
};
const scopes = ['repository:a:pull,push', 'repository:b:pull'];
const withLogin = (user: string, secret: string) => {
  const login = loginOf(user, secret);
  if (!login) throw new Error('no login');
  return { login };
};

describe('a token', () => {
  it('is asked for without a name where there is none', () => {
    expect(tokenRequest(challenge, scopes, {})).toEqual({
      method: 'GET',
      query: [
        ['service', 'registry.example'],
        ['scope', scopes[0]],
        ['scope', scopes[1]]
      ],
      form: []
    });
  });

  it('is asked for with a name and password', () => {
    expect(
      tokenRequest(challenge, scopes, withLogin('me', 'söcret')).authorization
    ).toBe(`Basic ${Buffer.from('me:söcret').toString('base64')}`);
  });

  it('is given for an identity token, which no address has in it', () => {
    const login = withLogin('<token>', 'identity');
    const request = tokenRequest(challenge, scopes, login);
    expect(request).toMatchObject({ method: 'POST', query: [] });
    expect(Object.fromEntries(request.form)).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'identity',
      scope: scopes.join(' ')
    });
    const instead = tokenRequest(challenge, scopes, { ...login, getInstead: true });
    expect(instead.method).toBe('GET');
  });

  it.each([
    ['{"token":"t","expires_in":300}', { value: 't', renewAt: 1000 + 240_000 }],
    ['{"access_token":"t"}', { value: 't', renewAt: 1000 + 48_000 }],
    ['{"token":"","access_token":"t","expires_in":-5}', { value: 't', renewAt: 1000 }],
    ['{"token":"a\\r\\nX: y"}', undefined],
    ['{}', undefined],
    ['no', undefined]
  ])('is read from %s', (text, expected) => {
    expect(parseToken(text, 1000)).toEqual(expected);
  });
});
