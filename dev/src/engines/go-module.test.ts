import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, parseGoModule } from './go-module.js';

const GO_MOD = `// An engine.
module example/engine

go 1.26.4 // the floor

tool github.com/coredns/coredns

require k8s.io/kubernetes v1.36.3
require k8s.io/api v0.35.0

require (
	github.com/kubeflow/trainer/v2 v2.3.0
	github.com/a/b v0.0.0-20260101000000-abcdefabcdef // indirect
)

replace k8s.io/api => k8s.io/api v0.36.3
`;

describe('a go.mod', () => {
  it('names the oldest Go and the version of each module it requires or replaces', () => {
    const { go, versions } = parseGoModule(GO_MOD);
    expect(go).toBe('1.26.4');
    expect([...versions]).toEqual([
      ['k8s.io/kubernetes', 'v1.36.3'],
      ['k8s.io/api', 'v0.36.3'],
      ['github.com/kubeflow/trainer/v2', 'v2.3.0'],
      ['github.com/a/b', 'v0.0.0-20260101000000-abcdefabcdef']
    ]);
  });

  it('is refused without a Go version', () => {
    expect(() => parseGoModule('module x\n')).toThrow('no line “go VERSION”');
  });
});

describe('versions', () => {
  const version = fc
    .tuple(fc.nat(40), fc.nat(40), fc.nat(40))
    .map(parts => parts.join('.'));

  it.each([
    ['1.26.8', '1.26.4', true],
    ['1.26', '1.26.0', true],
    ['1.26.0', '1.26.4', false],
    ['1.9.9', '1.10.0', false],
    ['2.0.0', '1.26.4', true]
  ])('%s is at least %s: %s', (is, floor, expected) => {
    expect(atLeast(is, floor)).toBe(expected);
  });

  it('are in one order: of two different ones exactly one is at least the other', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const both = atLeast(a, b) && atLeast(b, a);
        expect(atLeast(a, b) || atLeast(b, a)).toBe(true);
        expect(both).toBe(a === b);
      })
    );
  });
});
