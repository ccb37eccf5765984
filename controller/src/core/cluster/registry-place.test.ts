import { describe, expect, it } from 'vitest';
import { bothAccess, publishedRegistry, registrySetting } from './registry-place.js';

const NONE = { plainHttp: [], trusted: [] };
const from = (data: Record<string, string>, isTrusted = true) =>
  publishedRegistry({ data }, { namespace: 'team-a', isTrusted });

describe('the registry that an administrator publishes', () => {
  it('says where to push, and how nodes pull', () => {
    expect(
      from({
        push: 'registry.example.org/runs\n',
        pullHost: 'registry.cluster:5000',
        pullSecret: 'pull'
      })
    ).toEqual({
      push: 'registry.example.org/runs',
      pullHost: 'registry.cluster:5000',
      pullSecret: 'pull',
      isTrusted: true,
      access: NONE
    });
  });

  it('may have a repository for each namespace', () => {
    const place = from({ push: 'registry.example.org/{namespace}/runs' });
    expect(place?.push).toBe('registry.example.org/team-a/runs');
  });

  it('may have no TLS, or an authority of its own', () => {
    const data = { push: 'r.local:5000/x', plainHttp: 'true', 'ca.crt': 'PEM' };
    const access = { plainHttp: ['r.local:5000'], trusted: [], ca: 'PEM' };
    expect(from(data)?.access).toEqual(access);
  });

  it('is not trusted, and weakens no connection, when users of the namespace may write it', () => {
    const data = { push: 'r.local:5000/x', plainHttp: 'true', 'ca.crt': 'PEM' };
    expect(from(data, false)).toEqual({ push: 'r.local:5000/x', access: NONE });
  });

  it.each([{}, { push: ' ' }, { plainHttp: 'true' }])('is none in %j', data => {
    expect(from(data)).toBeUndefined();
  });
});

describe('the registry of this computer', () => {
  it('is said by variables', () => {
    const access = { plainHttp: ['a:5000', 'b:5000'], trusted: ['c'], caFile: '/ca' };
    expect(
      registrySetting({
        JKF_PUSH: 'a:5000/runs',
        JKF_PULL_HOST: 'a.cluster:5000',
        JKF_PULL_SECRET: 'pull',
        JKF_PLAIN_HTTP: 'a:5000, b:5000',
        JKF_TRUST_HOSTS: 'c',
        JKF_CA_FILE: '/ca'
      })
    ).toEqual({
      access,
      place: {
        push: 'a:5000/runs',
        pullHost: 'a.cluster:5000',
        pullSecret: 'pull',
        isTrusted: true,
        access
      }
    });
  });

  it('is none where no repository is said, and registries are reached all the same', () => {
    expect(registrySetting({ JKF_PLAIN_HTTP: 'a:5000' })).toEqual({
      access: { plainHttp: ['a:5000'], trusted: [] }
    });
  });

  it('is reached as either allows', () => {
    const one = { plainHttp: ['a'], trusted: [], ca: 'PEM' };
    const other = { plainHttp: ['a', 'b'], trusted: ['c'], caFile: '/ca' };
    expect(bothAccess(one, other)).toEqual({
      plainHttp: ['a', 'b'],
      trusted: ['c'],
      ca: 'PEM',
      caFile: '/ca'
    });
  });
});
