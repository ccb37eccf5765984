import { describe, expect, it } from 'vitest';
import {
  loginSources,
  parseDockerConfig,
  parseHelperAnswer,
  type LoginSource
} from './docker-config.js';
import { locate } from './repository.js';

const auth = (user: string) => ({
  auth: Buffer.from(`${user}:secret`).toString('base64')
});
const found = (config: object, image: string): string[] => {
  const parsed = parseDockerConfig(JSON.stringify(config));
  if (!parsed) throw new Error('no config');
  const said = (source: LoginSource): string =>
    source.kind === 'login' ? source.login.user : `${source.helper} ${source.server}`;
  return loginSources(parsed, locate(image)).map(said);
};

describe('the login for an image', () => {
  it.each<[string, object, string, string[]]>([
    ['of its registry', { auths: { 'r.example': auth('a') } }, 'r.example/x', ['a']],
    [
      'not that of another port',
      { auths: { 'r.example:5000': auth('a') } },
      'r.example/x',
      []
    ],
    [
      'not that of a registry with a longer name',
      { auths: { 'r.example': auth('a') } },
      'r.example.evil/x',
      []
    ],
    [
      'under an address',
      { auths: { 'https://r.example/v1/': auth('a') } },
      'r.example/x',
      ['a']
    ],
    [
      'of Docker Hub',
      { auths: { 'https://index.docker.io/v1/': auth('a') } },
      'python:3.11',
      ['a']
    ],
    [
      'of Docker Hub, as Podman has it',
      { auths: { 'docker.io': auth('a') } },
      'me/x',
      ['a']
    ],
    [
      'of the longest path',
      {
        auths: {
          'r.example': auth('a'),
          'r.example/team': auth('b'),
          'r.example/te': auth('c')
        }
      },
      'r.example/team/x',
      ['b']
    ],
    [
      'of a helper before the file',
      { auths: { 'r.example': auth('a') }, credHelpers: { 'r.example': 'ecr-login' } },
      'r.example/x',
      ['ecr-login r.example', 'a']
    ],
    [
      'of the registry’s helper before that for all',
      { credHelpers: { 'r.example': 'one' }, credsStore: 'all' },
      'r.example/x',
      ['one r.example', 'all r.example']
    ],
    [
      'of a helper, by Docker Hub’s own key',
      { credsStore: 'all' },
      'python',
      ['all https://index.docker.io/v1/']
    ],
    ['of no program elsewhere', { credsStore: '../evil' }, 'python', []],
    [
      'in fields of its own',
      { auths: { 'r.example': { username: 'a', password: 'p' } } },
      'r.example/x',
      ['a']
    ],
    [
      'by an identity token',
      { auths: { 'r.example': { ...auth('a'), identitytoken: 't' } } },
      'r.example/x',
      ['<token>']
    ],
    ['nowhere, in an empty entry', { auths: { 'r.example': {} } }, 'r.example/x', []]
  ])('is found: %s', (_, config, image, expected) => {
    expect(found(config, image)).toEqual(expected);
  });

  it.each([
    ['{"Username":"me","Secret":"s"}', 'password'],
    ['{"Username":"<token>","Secret":"s"}', 'identity'],
    ['{"Username":"","Secret":""}', undefined],
    ['nothing', undefined]
  ])('is read from a helper’s %s', (text, kind) => {
    expect(parseHelperAnswer(text)?.kind).toBe(kind);
  });

  it('is not looked for in what is no JSON object', () => {
    expect(parseDockerConfig('[]')).toBeUndefined();
    expect(parseDockerConfig('auths')).toBeUndefined();
  });
});
