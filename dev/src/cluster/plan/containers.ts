/** The command lines of kind and k3d. */
import type { CommandLine } from './network.js';

type Maker = 'kind' | 'k3d';

/** Makes a cluster; `read` prints its kubeconfig where `create` does not write one. */
export function createLines(
  maker: Maker,
  name: string,
  kubeconfig: string
): { create: CommandLine; read?: CommandLine } {
  if (maker === 'kind') {
    const flags = ['--name', name, '--kubeconfig', kubeconfig, '--wait', '120s'];
    return { create: ['kind', 'create', 'cluster', ...flags] };
  }
  const flags = ['--kubeconfig-update-default=false', '--wait'];
  return {
    create: ['k3d', 'cluster', 'create', name, ...flags],
    read: ['k3d', 'kubeconfig', 'get', name]
  };
}

export const deleteLine = (maker: Maker, name: string): CommandLine =>
  maker === 'kind'
    ? ['kind', 'delete', 'cluster', '--name', name]
    : ['k3d', 'cluster', 'delete', name];
