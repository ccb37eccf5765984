/** Writes what a node starts from: keys, configuration, kubeconfigs, its disk, its plan. */
import { mkdir, readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { digest } from '../acts/digest.js';
import { writeWhole } from '../acts/files.js';
import { htpasswdLine } from '../acts/htpasswd.js';
import { withLock } from '../acts/lock.js';
import { ensurePki } from '../acts/pki.js';
import { mustAll } from '../acts/run.js';
import { pickAddresses, PORTS, type AddressPlan } from '../plan/addresses.js';
import { components, type Program } from '../plan/components.js';
import { configFiles, registries } from '../plan/configs.js';
import { kubeconfig } from '../plan/kubeconfig.js';
import { KERNEL_SETTINGS, makeDisk, settingFile } from '../plan/mounts.js';
import { USERS } from '../plan/pki.js';
import type { State } from '../plan/state.js';
import { takenRanges } from './facts.js';
import { writeState, type Instance } from './instance.js';

/** What of the engines a node needs to know. */
export interface Parts {
  readonly program: (name: string) => Program;
  /** Name of the image that holds a pod's namespaces. */
  readonly pauseImage: string;
}

/** Makes the state folder of a cluster that does not run, with a plan in it. */
export async function prepare(
  instance: Instance,
  parts: Parts,
  wanted: readonly string[]
): Promise<State> {
  const { paths } = instance;
  await Promise.all(
    [paths.logs, paths.etc, paths.mount, paths.tmp].map(folder =>
      mkdir(folder, { recursive: true, mode: 0o700 })
    )
  );
  const state = await claimAddresses(instance, parts, wanted);
  await ensurePki(paths.pki, state.addresses);
  await writeConfigs(instance, state, parts);
  await writeKubeconfigs(instance, state.addresses);
  await mustAll(makeDisk(paths));
  return state;
}

/** Whether a cluster runs what it would be made of now. */
export function isCurrent(
  { paths }: Instance,
  { addresses, components: running }: State,
  { program }: Parts
): boolean {
  const now = components({ addresses, paths, program });
  return now.every(each => running.some(other => isDeepStrictEqual(each, other)));
}

/** Two clusters that start at the same moment must not take the same addresses. */
function claimAddresses(
  instance: Instance,
  parts: Parts,
  wanted: readonly string[]
): Promise<State> {
  return withLock('addresses', {}, async () => {
    const { name } = instance.names;
    const seed = parseInt(digest(name).slice(0, 8), 16);
    const addresses = pickAddresses(seed, await takenRanges(name));
    const state = { ...firstState(instance, addresses, parts), wanted };
    await writeState(instance, state);
    return state;
  });
}

function firstState(
  { names, paths, checkout }: Instance,
  addresses: AddressPlan,
  { program }: Parts
): Omit<State, 'wanted'> {
  const [open = '', auth = ''] = registries(addresses);
  const password = randomBytes(12).toString('hex');
  const all = components({ addresses, paths, program });
  return {
    name: names.name,
    checkout,
    phase: 'planned',
    addresses,
    kubectl: program('kubectl').path,
    addons: [],
    registries: { open, auth, username: 'developer', password },
    components: all
  };
}

async function writeConfigs(
  { paths, names }: Instance,
  { addresses, registries: { username, password } }: State,
  { pauseImage, program }: Parts
): Promise<void> {
  const htpasswd = await htpasswdLine(username, password);
  const facts = { addresses, paths, cgroup: names.cgroup, htpasswd };
  const shim = program('containerd-shim-runc-v2').path;
  const files = configFiles({ ...facts, pauseImage, shim });
  for (const [name, text] of files) await writeWhole(`${paths.etc}/${name}`, text);
  for (const [setting, value] of Object.entries(KERNEL_SETTINGS)) {
    await writeWhole(settingFile(paths, setting), `${value}\n`, 0o644);
  }
}

/** One for each component, and the one people use. */
async function writeKubeconfigs(
  { paths, names }: Instance,
  { node }: AddressPlan
): Promise<void> {
  const read = (file: string): Promise<string> =>
    readFile(`${paths.pki}/${file}`, 'utf8');
  const server = `https://${node}:${String(PORTS.api)}`;
  const facts = { name: names.name, server, authority: await read('ca.crt') };
  for (const user of USERS) {
    const [certificate, key] = await Promise.all([
      read(`${user}.crt`),
      read(`${user}.key`)
    ]);
    const text = kubeconfig({ ...facts, identity: { certificate, key } });
    await writeWhole(`${paths.etc}/${user}.kubeconfig`, text);
    if (user === 'admin') await writeWhole(paths.kubeconfig, text);
  }
}
