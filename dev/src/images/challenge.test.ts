import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenge } from '@jupyterlab-kubeflow/controller/core/registry/challenge';
import { detourProblem, scopesOf, tokenUrl } from './challenge.js';

describe('what a registry asks for', () => {
  it('is read with commas in its rights and quotes in its names', () => {
    expect(
      parseChallenge(
        'Bearer realm="https://auth.example/token",service="a \\"b\\"", scope="repository:x:pull,push"'
      )
    ).toEqual({
      kind: 'bearer',
      realm: 'https://auth.example/token',
      service: 'a "b"',
      scope: 'repository:x:pull,push'
    });
    expect(parseChallenge('basic realm="r"')).toEqual({ kind: 'basic' });
  });

  it('is nothing when it is a scheme we do not know, or nowhere', () => {
    expect(parseChallenge('Negotiate')).toBeUndefined();
    expect(parseChallenge('Bearer service="x"')).toBeUndefined();
  });

  it('is read back whatever quoted text it holds', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const quoted = text.replace(/["\\]/g, '\\$&');
        const header = `Bearer realm="x",scope="${quoted}"`;
        expect(parseChallenge(header)).toMatchObject({ scope: text });
      })
    );
  });

  it('is never a surprise, whatever the header is', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        parseChallenge(text);
        parseChallenge(`Bearer ${text}`);
      })
    );
  });
});

describe('the rights that are asked for', () => {
  const at = (path: string): URL => new URL(path, 'https://r.example');

  it('are to push first, then to read what is mounted', () => {
    const url = at('/v2/a/b/blobs/uploads/?mount=sha256:1&from=c%2Fd');
    expect(scopesOf(url, 'repository:a/b:pull')).toEqual([
      'repository:a/b:pull,push',
      'repository:c/d:pull'
    ]);
  });

  it('are with what the registry names besides', () => {
    const scopes = scopesOf(at('/v2/a/manifests/1'), 'registry:catalog:*');
    expect(scopes).toEqual(['repository:a:pull,push', 'registry:catalog:*']);
    const challenge = { kind: 'bearer', service: 's' } as const;
    const realm = 'https://auth.example/token?account=me';
    expect(tokenUrl({ ...challenge, realm }, scopes).search).toBe(
      '?account=me&service=s&scope=repository%3Aa%3Apull%2Cpush&scope=registry%3Acatalog%3A*'
    );
  });
});

describe('where a registry may send us', () => {
  const registry = new URL('https://r.example:5000');

  it.each(['https://r.example:5000/token', 'https://auth.example/token'])(
    'is %s',
    target => {
      expect(detourProblem(target, registry)).toBeUndefined();
    }
  );

  it('is its own address, though that be inside this network', () => {
    const inside = new URL('http://127.0.0.1:5000');
    expect(detourProblem('http://127.0.0.1:5000/token', inside)).toBeUndefined();
    expect(detourProblem('http://127.0.0.1:5001/token', inside)).toContain('inside');
  });

  it.each([
    'https://169.254.169.254/latest',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://172.31.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost:9/',
    'https://a.localhost./'
  ])('is not %s', target => {
    expect(detourProblem(target, registry)).toContain('inside this network');
  });

  it.each(['http://auth.example/', 'http://r.example:5000/token'])(
    'is not %s, without encryption',
    target => {
      expect(detourProblem(target, registry)).toContain('not encrypted');
    }
  );

  it.each(['file:///etc/passwd', 'token', ''])('is not “%s”', target => {
    expect(detourProblem(target, registry)).toBe('which is no web address');
  });
});
