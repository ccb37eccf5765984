import { describe, expect, it } from 'vitest';
import { chooseCluster, type MachineFacts } from './choose.js';

const BARE: MachineFacts = {
  kubeconfig: undefined,
  engines: [],
  makers: [],
  platform: 'linux',
  root: true,
  debian: true
};

const CASES: readonly [string, Partial<MachineFacts>, string][] = [
  [
    'a kubeconfig that is named, before all',
    { kubeconfig: '/k', engines: ['docker'], makers: ['kind'] },
    'given'
  ],
  ['kind in Docker', { engines: ['docker'], makers: ['kind', 'k3d'] }, 'kind docker'],
  [
    'k3d in Docker where kind is not',
    { engines: ['docker'], makers: ['k3d'] },
    'k3d docker'
  ],
  ['kind in Podman', { engines: ['podman'], makers: ['k3d', 'kind'] }, 'kind podman'],
  [
    'Docker before Podman',
    { engines: ['docker', 'podman'], makers: ['k3d'] },
    'k3d docker'
  ],
  [
    'the built-in one where Podman has only k3d',
    { engines: ['podman'], makers: ['k3d'] },
    'built-in'
  ],
  ['the built-in one where Docker has no maker', { engines: ['docker'] }, 'built-in'],
  ['the built-in one on bare Debian', {}, 'built-in'],
  ['nothing without root', { root: false }, 'none'],
  ['nothing on another system', { debian: false }, 'none'],
  ['nothing on macOS', { platform: 'darwin', debian: false }, 'none']
];

describe('the cluster that is used', () => {
  it.each(CASES)('is %s', (_, facts, expected) => {
    const choice = chooseCluster({ ...BARE, ...facts });
    const said =
      choice.kind === 'containers' ? `${choice.maker} ${choice.engine}` : choice.kind;
    expect(said).toBe(expected);
  });

  it('is explained', () => {
    expect(chooseCluster({ ...BARE, engines: ['docker'] }).because).toBe(
      'no JKF_KUBECONFIG, docker without kind or k3d; Debian with root is here'
    );
  });

  it('is explained where there is none, with everything that would help', () => {
    const { because } = chooseCluster({ ...BARE, root: false, debian: false });
    for (const word of ['JKF_KUBECONFIG', 'kind', 'k3d', 'Debian 12', 'not root']) {
      expect(because).toContain(word);
    }
  });
});
