/** Runs an add-on's program beside the control plane, as a user of its own. */
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { HostProgram, KubernetesObject } from '../../addons/addon.js';
import { render } from '../../addons/render.js';
import { writeWhole } from '../acts/files.js';
import { giveOrder } from '../acts/order.js';
import { ensureClient } from '../acts/pki.js';
import { PORTS } from '../plan/addresses.js';
import { kubeconfig } from '../plan/kubeconfig.js';
import type { AddonTools } from './addon-tools.js';
import { readState, type Instance } from './instance.js';

export async function runProgram(
  program: HostProgram,
  { instance, kubectl, signal }: AddonTools
): Promise<void> {
  const { etc, socket } = instance.paths;
  const { name, version, binary, files, health, args } = program;
  const config = `${etc}/${name}.kubeconfig`;
  await writeWhole(config, await kubeconfigFor(program.user, instance));
  const fileOf = (file: string): string => `${etc}/${name}/${file}`;
  for (const [file, kustomization] of Object.entries(files)) {
    const objects = await render(kustomization, { kubectl: kubectl.program });
    await writeWhole(fileOf(file), asStream(objects));
  }
  const component = {
    name,
    version: version ?? '',
    command: binary,
    args: [...args({ kubeconfig: config, file: fileOf })],
    after: [],
    probe: { kind: 'http' as const, url: health }
  };
  await giveOrder(socket, { kind: 'put', component }, { signal });
}

async function kubeconfigFor(user: string, instance: Instance): Promise<string> {
  const { paths, names } = instance;
  const state = await readState(instance);
  if (!state) throw new Error('There is no cluster. Make one: npm run cluster -- up');
  const base = await ensureClient(paths.pki, user);
  const [authority, certificate, key] = await Promise.all([
    readFile(`${paths.pki}/ca.crt`, 'utf8'),
    readFile(`${base}.crt`, 'utf8'),
    readFile(`${base}.key`, 'utf8')
  ]);
  const server = `https://${state.addresses.node}:${String(PORTS.api)}`;
  return kubeconfig({
    ...{ name: names.name, server, authority },
    identity: { certificate, key }
  });
}

/** Objects as one YAML stream. */
const asStream = (objects: readonly KubernetesObject[]): string =>
  objects.map(object => `---\n${stringify(object)}`).join('');
