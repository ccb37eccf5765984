import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../registry/repository.js';
import type { BuildInput } from './input.js';
import { buildObjects } from './objects.js';
import type { BuilderPlace } from './place.js';
import { buildScript } from './script.js';

const PLACE: BuilderPlace = {
  kind: 'buildkit',
  image: 'r.example/buildkit@sha256:1',
  resources: { cpu: '1', memory: '2Gi', disk: '40Gi' }
};
const INPUT: BuildInput = {
  ...{ name: 'jkf-build-a', namespace: 'team-a', place: PLACE },
  push: locate('r.example/team/x:build-1'),
  plainHttp: [],
  context: { kind: 'inline', archive: new Uint8Array([1, 2, 3]) }
};

interface Pod {
  readonly containers: readonly {
    readonly command?: readonly string[];
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string; readonly value?: string }[];
    readonly securityContext: unknown;
    readonly volumeMounts: readonly { readonly name: string }[];
  }[];
  readonly volumes: readonly { readonly name: string }[];
  readonly securityContext: unknown;
}

function podOf(input: BuildInput): Pod {
  const { spec } = buildObjects(input).job;
  return (spec as { readonly template: { readonly spec: Pod } }).template.spec;
}

function containerOf(input: BuildInput): Pod['containers'][number] {
  const [container] = podOf(input).containers;
  if (!container) throw new Error('there is no container');
  return container;
}

const given = (
  change: Partial<BuilderPlace>,
  more: Partial<BuildInput> = {}
): BuildInput => ({
  ...INPUT,
  ...more,
  place: { ...PLACE, ...change }
});

describe('the objects of a build', () => {
  it('are a Job that waits until what it mounts has it as its owner', () => {
    const { job, helpers } = buildObjects(INPUT);
    expect(job.spec).toMatchObject({ suspend: true, backoffLimit: 0 });
    expect(helpers.map(({ kind }) => kind)).toEqual(['ConfigMap']);
    expect(helpers[0]?.binaryData).toEqual({ 'context.tar.gz': 'AQID' });
  });

  it('are told from runs: a build is not listed as one', () => {
    const { job } = buildObjects(INPUT);
    expect(job.metadata.labels).toEqual({
      'jupyterlab-kubeflow.io/build': 'jkf-build-a',
      'app.kubernetes.io/managed-by': 'jupyterlab-kubeflow'
    });
  });

  it('have a privileged daemon of their own by BuildKit', () => {
    const container = containerOf(INPUT);
    expect(container.securityContext).toEqual({ privileged: true });
    expect(container.command?.[2]).toContain('buildkitd --addr');
    expect(container.args).toContain(
      'type=image,name=r.example/team/x:build-1,push=true,oci-mediatypes=true'
    );
  });

  it('are what a restricted namespace takes where the daemon is elsewhere', () => {
    const input = given({
      kind: 'buildkitd',
      address: 'tcp://b.build:1234',
      tlsSecret: 'tls'
    });
    const container = containerOf(input);
    expect(podOf(input).securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] }
    });
    expect(container.command?.[2]).not.toContain('buildkitd --addr');
    expect(container.env).toContainEqual({
      name: 'BUILDKIT_HOST',
      value: 'tcp://b.build:1234'
    });
    expect(container.env).toContainEqual({ name: 'JKF_TLS', value: '/jkf/tls' });
  });

  it('run kaniko by its arguments, without a shell and without privileges', () => {
    const container = containerOf(given({ kind: 'kaniko' }));
    expect(container.command).toBeUndefined();
    expect(container.args.slice(0, 6)).toEqual([
      ...['--dockerfile', 'Dockerfile', '--context', 'tar:///jkf/build/context.tar.gz'],
      ...['--destination', 'r.example/team/x:build-1']
    ]);
    expect(container.args).toContain('/dev/termination-log');
    expect(JSON.stringify(podOf(given({ kind: 'kaniko' })))).not.toContain(
      'privileged'
    );
  });

  it('call the registry as pods do', () => {
    const [first = ''] = containerOf(
      given({ registryHost: 'registry.svc:5000' }, { plainHttp: ['registry.svc:5000'] })
    ).args.filter(each => each.startsWith('type=image'));
    expect(first).toBe(
      'type=image,name=registry.svc:5000/team/x:build-1,push=true,oci-mediatypes=true,registry.insecure=true'
    );
  });

  it('name the registries without TLS, and no others', () => {
    const { helpers } = buildObjects({ ...INPUT, plainHttp: ['a:5000'] });
    expect(helpers[0]?.data?.['buildkitd.toml']).toBe(
      '[registry."a:5000"]\n  http = true\n'
    );
    expect(buildObjects(INPUT).helpers[0]?.data?.['buildkitd.toml']).toBe('');
  });

  it('have secrets in a Secret alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('buildkit', 'kaniko', 'buildkitd'),
        fc.boolean(),
        (kind, isLarge) => {
          const context = {
            kind: 'url',
            url: 'https://s3/x?signature=TOPSECRET'
          } as const;
          const { job, helpers } = buildObjects(
            given(
              { kind, ...(kind === 'buildkitd' ? { address: 'tcp://b:1' } : {}) },
              { logins: '{"auths":"TOPSECRET"}', ...(isLarge ? { context } : {}) }
            )
          );
          const others = helpers.filter(each => each.kind !== 'Secret');
          expect(JSON.stringify([job, others])).not.toContain('TOPSECRET');
          const [secret] = helpers.filter(each => each.kind === 'Secret');
          expect(Object.keys(secret?.data ?? {}).sort()).toEqual(
            isLarge ? ['config.json', 'context'] : ['config.json']
          );
        }
      )
    );
  });

  it('mount nothing that is not there', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('buildkit', 'kaniko', 'buildkitd'),
          pushSecret: fc.option(fc.constant('push'), { nil: undefined }),
          tlsSecret: fc.option(fc.constant('tls'), { nil: undefined })
        }),
        fc.boolean(),
        fc.boolean(),
        (place, hasLogins, isLarge) => {
          const defined = Object.fromEntries(
            Object.entries(place).filter(([, value]) => value !== undefined)
          );
          const pod = podOf(
            given(defined, {
              ...(hasLogins ? { logins: '{}' } : {}),
              ...(isLarge ? { context: { kind: 'url', url: 'http://s' } } : {})
            })
          );
          const volumes = pod.volumes.map(({ name }) => name).sort();
          const mounts = pod.containers[0]?.volumeMounts.map(({ name }) => name).sort();
          expect(mounts).toEqual(volumes);
        }
      )
    );
  });

  it('take the login of a Secret that an administrator names, and make none', () => {
    const { helpers } = buildObjects(given({ pushSecret: 'push' }, { logins: '{}' }));
    expect(helpers.map(({ kind }) => kind)).toEqual(['ConfigMap']);
  });
});

describe('the script of a build', () => {
  it.each([true, false])('is one that a POSIX shell reads (own daemon: %s)', daemon => {
    execFileSync('sh', ['-n'], { input: buildScript(daemon) });
  });
});
