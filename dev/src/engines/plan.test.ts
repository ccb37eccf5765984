import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildArguments,
  buildEnvironment,
  goArch,
  identityText,
  type BuildInputs
} from './plan.js';
import { ENGINES } from './table.js';

const inputs: BuildInputs = {
  name: 'node',
  engine: ENGINES.node,
  version: 'v1.36.3',
  files: { 'go.mod': 'module x', 'main.go': 'package main' },
  go: '1.26.8',
  arch: 'amd64'
};

describe('a build', () => {
  it('is stripped, static, free of local paths and stamped with its version', () => {
    const args = buildArguments(inputs, '/tmp/node');
    const flags = args[args.indexOf('-ldflags') + 1] ?? '';
    expect(args).toContain('-trimpath');
    expect(flags).toMatch(/^-s -w /);
    expect(flags).toContain('-X k8s.io/component-base/version.gitVersion=v1.36.3');
    expect(flags).toContain('-X k8s.io/component-base/version.gitMinor=36');
    expect(args.slice(-3)).toEqual(['-o', '/tmp/node', './node']);
    expect(buildEnvironment('arm64')).toMatchObject({
      CGO_ENABLED: '0',
      GOARCH: 'arm64'
    });
  });

  it('leaves out what its tags say', () => {
    const args = buildArguments({ ...inputs, engine: ENGINES.containerd }, 'x');
    expect(args[args.indexOf('-tags') + 1]).toBe('no_btrfs,no_devmapper,no_zfs');
    expect(buildArguments(inputs, 'x')).not.toContain('-tags');
  });

  it('of our own code has no version to stamp', () => {
    const pause = { ...inputs, name: 'pause', engine: ENGINES.pause } as const;
    expect(buildArguments({ ...pause, version: undefined }, 'x')).toContain('-s -w');
  });

  it('is for the processors that Go and Node both name', () => {
    expect([goArch('x64'), goArch('arm64'), goArch('ia32')]).toEqual([
      'amd64',
      'arm64',
      undefined
    ]);
  });
});

describe('the identity of a build', () => {
  const text = identityText(inputs);

  it.each<[string, Partial<BuildInputs>]>([
    ['a file', { files: { ...inputs.files, 'main.go': 'package main // other' } }],
    ['one more file', { files: { ...inputs.files, 'more.go': '' } }],
    ['the Go version', { go: '1.26.9' }],
    ['the processor', { arch: 'arm64' }],
    ['the stamped version', { version: 'v1.36.4' }],
    ['the package', { engine: { ...inputs.engine, package: './cmd' } }],
    ['a binary’s name', { engine: { ...inputs.engine, binaries: ['kubelet'] } }],
    ['the manifests', { engine: { ...inputs.engine, manifests: ['config'] } }]
  ])('changes with %s', (_, change) => {
    expect(identityText({ ...inputs, ...change })).not.toBe(text);
  });

  it('does not depend on the estimate or on the order of the files', () => {
    const engine = { ...inputs.engine, seconds: 1 };
    expect(identityText({ ...inputs, engine })).toBe(text);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), files => {
        const reversed = Object.fromEntries(Object.entries(files).reverse());
        expect(identityText({ ...inputs, files })).toBe(
          identityText({ ...inputs, files: reversed })
        );
      })
    );
  });
});
