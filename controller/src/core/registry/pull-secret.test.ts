import { describe, expect, it } from 'vitest';
import { matchingLogins, secretLogins } from './pull-secret.js';
import { locate } from './repository.js';

const base64 = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64');
const entry = (user: string) => ({ username: user, password: 'pässword' });

/** A Secret of logins named as their keys. */
const secretOf = (...keys: string[]) => {
  const auths = Object.fromEntries(keys.map(key => [key, entry(key)]));
  const data = { '.dockerconfigjson': base64({ auths }) };
  return { type: 'kubernetes.io/dockerconfigjson', data };
};
const matching = (image: string, ...keys: string[]): string[] =>
  matchingLogins(secretLogins(secretOf(...keys)), locate(image)).map(
    ({ user }) => user
  );

describe('the logins of a pull secret', () => {
  it.each<[string, string[], string[]]>([
    ['r.example/team/x', ['r.example'], ['r.example']],
    ['r.example/team/x', ['https://r.example/v1/'], ['https://r.example/v1/']],
    [
      'r.example/team/x',
      ['r.example', 'r.example/team'],
      ['r.example/team', 'r.example']
    ],
    ['r.example/team/x', ['r.example/te'], []],
    ['a.r.example/x', ['*.r.example'], ['*.r.example']],
    ['a.b.r.example/x', ['*.r.example'], []],
    ['r.example/x', ['*.r.example', '*.*'], ['*.*']],
    ['reg1.example/x', ['reg?.example', 'reg.example'], ['reg?.example']],
    [
      'r.example:5000/x',
      ['r.example', 'r.example:5000', '*.example:5000'],
      ['r.example:5000', '*.example:5000']
    ],
    ['rxexample/x', ['r.example'], []],
    ['python', ['https://index.docker.io/v1/'], ['https://index.docker.io/v1/']],
    ['python', ['docker.io/library'], ['docker.io/library']]
  ])('for %s, of %j, are %j', (image, keys, expected) => {
    expect(matching(image, ...keys)).toEqual(expected);
  });

  it('are read from both types of Secrets, and from no other', () => {
    const old = { '.dockercfg': base64({ 'r.example': entry('old') }) };
    const [login] = secretLogins({ type: 'kubernetes.io/dockercfg', data: old });
    expect(login?.login.user).toBe('old');
    expect(Buffer.from(login?.login.basic ?? '', 'base64').toString()).toBe(
      'old:pässword'
    );
    expect(secretLogins({ type: 'Opaque', data: { a: 'b' } })).toEqual([]);
    const broken = { '.dockerconfigjson': '%%' };
    expect(secretLogins({ ...secretOf(), data: broken })).toEqual([]);
  });
});
