import { describe, expect, it } from 'vitest';
import { startable } from './component.js';
import { components } from './components.js';
import { configFiles } from './configs.js';
import { instancePaths } from './paths.js';

const addresses = { subnet: '172.30.0.4/30', host: '172.30.0.5', node: '172.30.0.6' };
const paths = instancePaths('/cache/clusters/one');
const all = components({
  addresses,
  paths,
  program: name => ({ path: `/bin/${name}`, version: 'v1' })
});
const named = new Map(all.map(each => [each.name, each]));

describe('the components of a cluster', () => {
  it('can all be started', () => {
    const ready = new Set<string>();
    for (let round = 0; round < all.length; round += 1) {
      startable(all, ready, ready).forEach(({ name }) => ready.add(name));
    }
    expect(ready.size).toBe(all.length);
  });

  it('start the controllers only when the API server answers', () => {
    for (const name of ['kube-controller-manager', 'kube-scheduler', 'kubelet']) {
      expect(named.get(name)?.after).toContain('kube-apiserver');
    }
  });

  it('keep an audit log, node rights and roles', () => {
    const { args = [] } = named.get('kube-apiserver') ?? {};
    expect(args).toContain(`--audit-log-path=${paths.audit}`);
    expect(args).toContain('--authorization-mode=Node,RBAC');
  });

  it('are configured by files that are written', () => {
    const facts = {
      ...{ addresses, paths, cgroup: 'jkf-one', pauseImage: 'r/pause:1' },
      shim: '/bin/shim'
    };
    const written = [...configFiles({ ...facts, htpasswd: 'a:b\n' }).keys()];
    const files = all
      .flatMap(({ args }) => args)
      .flatMap(arg => /\/cache\/clusters\/one\/etc\/(\S+)$/.exec(arg)?.[1] ?? [])
      .filter(file => !file.endsWith('.kubeconfig'));
    expect(files.filter(file => !written.includes(file))).toEqual([]);
  });

  it('ask nobody about names outside the cluster', () => {
    const facts = {
      ...{ addresses, paths, cgroup: 'jkf-one', pauseImage: 'r/pause:1' },
      shim: '/bin/shim'
    };
    const corefile = configFiles({ ...facts, htpasswd: '' }).get('Corefile') ?? '';
    expect(corefile).toContain('NXDOMAIN');
    expect(corefile).not.toContain('forward');
  });
});
