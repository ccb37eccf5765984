/** A cluster made by kind or k3d in containers of Docker or Podman. */
import { mkdir, rm } from 'node:fs/promises';
import { writeWhole } from '../acts/files.js';
import { attempt, must } from '../acts/run.js';
import type { Choice } from '../plan/choose.js';
import { createLines, deleteLine } from '../plan/containers.js';
import type { Access, Cluster } from './cluster.js';
import type { Instance } from './instance.js';

export type ContainerChoice = Extract<Choice, { kind: 'containers' }>;

export function containerCluster(
  { names, paths }: Instance,
  choice: ContainerChoice,
  say: (line: string) => void
): Cluster {
  const { kubeconfig } = paths;
  const env =
    choice.engine === 'podman'
      ? { ...process.env, KIND_EXPERIMENTAL_PROVIDER: 'podman' }
      : process.env;
  const access: Access = { kubectl: 'kubectl', kubeconfig };
  const up = async (addons: readonly string[], signal: AbortSignal): Promise<void> => {
    await mkdir(paths.folder, { recursive: true, mode: 0o700 });
    const there = await attempt([
      'kubectl',
      '--kubeconfig',
      kubeconfig,
      'get',
      'nodes'
    ]);
    if (there.code === 0) {
      say(`It is up. export KUBECONFIG=${kubeconfig}`);
      return;
    }
    const { create, read } = createLines(choice.maker, names.name, kubeconfig);
    await must(create, { env, signal });
    if (read) await writeWhole(kubeconfig, await must(read, { env }));
    if (addons.length > 0) say(`Add-ons are installed in built-in clusters only.`);
    say(`export KUBECONFIG=${kubeconfig}`);
  };
  const down = async (): Promise<void> => {
    await must(deleteLine(choice.maker, names.name), { env });
    await rm(paths.folder, { recursive: true, force: true });
  };
  return {
    up,
    down,
    reset: async signal => {
      await down();
      await up([], signal);
    },
    access: () => Promise.resolve(access)
  };
}
