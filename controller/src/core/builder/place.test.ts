import { describe, expect, it } from 'vitest';
import { builderPlace, mayBuild } from './place.js';

const of = (data: Readonly<Record<string, string>>): ReturnType<typeof builderPlace> =>
  builderPlace({ data });

describe('a published builder', () => {
  it('is BuildKit with room for what most need, where only an image is named', () => {
    expect(of({ image: ' r.example/buildkit:1 ' })).toEqual({
      kind: 'buildkit',
      image: 'r.example/buildkit:1',
      resources: { cpu: '1', memory: '2Gi', disk: '40Gi' }
    });
  });

  it('is none without an image', () => {
    expect(of({ kind: 'kaniko' })).toBeUndefined();
    expect(builderPlace({})).toBeUndefined();
  });

  it('is the client of a daemon that is elsewhere, where there is an address', () => {
    const place = of({
      image: 'b',
      address: 'tcp://buildkitd.build:1234',
      tlsSecret: 'tls'
    });
    expect(place).toMatchObject({
      kind: 'buildkitd',
      address: 'tcp://buildkitd.build:1234',
      tlsSecret: 'tls'
    });
  });

  it('puts large contexts into a bucket, below a folder', () => {
    expect(of({ image: 'b', context: 's3://builds/a/b/' })).toMatchObject({
      store: {
        endpoint: 'https://s3.us-east-1.amazonaws.com',
        bucket: 'builds',
        prefix: 'a/b/',
        region: 'us-east-1'
      }
    });
    const other = { contextEndpoint: 'http://s3.s3:7070', contextSecret: 'keys' };
    expect(of({ image: 'b', context: 's3://builds', ...other })).toMatchObject({
      store: { endpoint: 'http://s3.s3:7070', prefix: '', secret: 'keys' }
    });
  });

  it('may call the registry by another name, without TLS', () => {
    const data = { registryHost: 'registry.svc:5000', registryPlainHttp: 'true' };
    expect(of({ image: 'b', ...data })).toMatchObject({
      registryHost: 'registry.svc:5000',
      isRegistryPlain: true
    });
  });

  it.each([
    [{ kind: 'docker' }, 'kind', 'docker'],
    [{ kind: 'buildkitd' }, 'address', ''],
    [{ address: 'buildkitd' }, 'address', 'buildkitd'],
    [{ context: 'gs://bucket' }, 'context', 'gs://bucket'],
    [
      { kind: 'kaniko', context: 's3://b1b', contextEndpoint: 'http://s3' },
      'contextEndpoint',
      'http://s3'
    ],
    [
      { context: 's3://bucket', contextEndpoint: 's3.example/path' },
      'contextEndpoint',
      's3.example/path'
    ]
  ])('that says %o is told with the key and what it may be', (data, key, value) => {
    expect(of({ image: 'b', ...data })).toMatchObject({
      code: 'builder-setting',
      params: { key, value }
    });
  });

  it.each([
    ['buildkit', 'restricted', false],
    ['buildkit', 'baseline', false],
    ['buildkit', 'privileged', true],
    ['buildkit', undefined, true],
    ['kaniko', 'restricted', false],
    ['kaniko', 'baseline', true],
    ['buildkitd', 'restricted', true]
  ] as const)('of kind %s under %s may run: %s', (kind, level, may) => {
    const resources = { cpu: '1', memory: '1Gi', disk: '1Gi' };
    expect(mayBuild({ kind, image: 'b', resources }, level)).toBe(may);
  });
});
