/** The folder of a node's pods in every hierarchy of cgroups: made, found, removed. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const ROOT = '/sys/fs/cgroup';

/** Settings a new cpuset lacks; without them no process may enter it. */
const INHERITED = ['cpuset.cpus', 'cpuset.mems'];

/** The second version of cgroups has one hierarchy; children get what it passes on. */
const CONTROLLERS = '+cpu +cpuset +memory +pids +io';

/** Makes the folder in each hierarchy there is. */
export async function makeCgroups(name: string): Promise<void> {
  if (existsSync(`${ROOT}/cgroup.controllers`)) {
    await passOn(ROOT);
    await mkdir(`${ROOT}/${name}`, { recursive: true });
    await passOn(`${ROOT}/${name}`);
    return;
  }
  for (const hierarchy of await hierarchies()) {
    const folder = `${hierarchy}/${name}`;
    await mkdir(folder, { recursive: true });
    for (const setting of INHERITED) await inherit(hierarchy, folder, setting);
  }
}

/** Where the folder is, in each hierarchy that has it. */
export async function findCgroups(name: string): Promise<string[]> {
  const places = [ROOT, ...(await hierarchies())];
  return places.map(each => `${each}/${name}`).filter(existsSync);
}

/** Folders of the hierarchies; links are second names of them. */
async function hierarchies(): Promise<string[]> {
  const entries = await readdir(ROOT, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => `${ROOT}/${name}`)
    .filter(folder => existsSync(`${folder}/cgroup.procs`));
}

async function inherit(from: string, to: string, setting: string): Promise<void> {
  if (!existsSync(`${to}/${setting}`)) return;
  await writeFile(`${to}/${setting}`, await readFile(`${from}/${setting}`));
}

/** As far as the system allows: kubelet says what it misses. */
async function passOn(folder: string): Promise<void> {
  await writeFile(`${folder}/cgroup.subtree_control`, CONTROLLERS).catch(
    () => undefined
  );
}
