/** A cluster made by kind or k3d in containers of Docker or Podman. */
import { mkdir, rm } from 'node:fs/promises';
import { writeWhole } from '../acts/files.js';
import { attempt, must } from '../acts/run.js';
import type { Choice } from '../plan/choose.js';
import { createLines, deleteLine } from '../plan/containers.js';
import type { Cluster } from './cluster.js';
import type { Instance } from './instance.js';

export type ContainerChoice = Extract<Choice, { kind: 'containers' }>;

/** What a cluster of this kind is made with. */
interface Tools {
  readonly choice: ContainerChoice;
  readonly env: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

export function containerCluster(
  instance: Instance,
  choice: ContainerChoice,
  say: (line: string) => void
): Cluster {
  const env: Tools['env'] =
    choice.engine === 'podman' ? { KIND_EXPERIMENTAL_PROVIDER: 'podman' } : {};
  const tools: Tools = { choice, env, say };
  const down = (): Promise<void> => remove(instance, tools);
  const { kubeconfig } = instance.paths;
  return {
    up: (addons, signal) => make(instance, tools, addons, signal),
    down,
    reset: async signal => {
      await down();
      await make(instance, tools, [], signal);
    },
    access: () => Promise.resolve({ kubectl: 'kubectl', kubeconfig })
  };
}

async function make(
  { names, paths }: Instance,
  { choice, env, say }: Tools,
  addons: readonly string[],
  signal: AbortSignal
): Promise<void> {
  const { kubeconfig, folder } = paths;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const there = await attempt(['kubectl', '--kubeconfig', kubeconfig, 'get', 'nodes']);
  if (there.code !== 0) {
    const { create, read } = createLines(choice.maker, names.name, kubeconfig);
    await must(create, { env, signal });
    if (read) await writeWhole(kubeconfig, await must(read, { env }));
  }
  if (addons.length > 0) say('Add-ons are installed in built-in clusters only.');
  say(`export KUBECONFIG=${kubeconfig}`);
}

async function remove({ names, paths }: Instance, tools: Tools): Promise<void> {
  await must(deleteLine(tools.choice.maker, names.name), { env: tools.env });
  await rm(paths.folder, { recursive: true, force: true });
}
