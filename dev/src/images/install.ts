/** Installs packages into a file system that is being made: one function for each kind. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, ROOT } from '../folders.js';
import { runCommand } from '../process.js';
import { aptSettings, DPKG_OPTIONS } from './apt-settings.js';
import { debianSources, formatSources, RELEASE } from './debian-sources.js';
import { pipEnvironment, readPipSettings } from './pip-settings.js';
import type { TreeStep } from './recipe.js';
import { inRoom, MOUNTS, type RoomOptions } from './room.js';

/** The file system, and a folder for what helps to make it. */
export interface Site {
  readonly root: string;
  readonly work: string;
}

type Pip = Extract<TreeStep, { kind: 'pip' }>;
type Debian = Extract<TreeStep, { kind: 'debian' }>;
type User = Extract<TreeStep, { kind: 'user' }>;

/** Carries a step out. An empty `root` becomes a Debian without anything else. */
export async function install(
  step: TreeStep,
  site: Site,
  options: RoomOptions
): Promise<void> {
  if (step.kind === 'user') {
    await addUser(step, site);
    return;
  }
  if (step.kind === 'pip') await installWheels(step, site, options);
  else if (existsSync(join(site.root, 'usr'))) {
    await addPackages(step, site, options);
  } else await bootstrap(step.packages, site, options);
  await compilePython(site, options);
}

/** Without a password: nobody logs in. */
async function addUser(
  { name, uid, gid, home, shell }: User,
  { root }: Site
): Promise<void> {
  const line = [name, 'x', uid, gid, name, home, shell].join(':');
  await appendFile(join(root, 'etc', 'passwd'), `${line}\n`);
}

async function bootstrap(
  packages: readonly string[],
  { root, work }: Site,
  options: RoomOptions
): Promise<void> {
  const sources = await writeSources(work);
  const flags = [
    '--mode=root',
    '--variant=essential',
    '--format=directory',
    '--aptopt=APT::Sandbox::User "root"',
    ...DPKG_OPTIONS.map(option => `--dpkgopt=${option}`),
    ...(packages.length > 0 ? [`--include=${packages.join(',')}`] : [])
  ];
  await inRoom('exec mmdebstrap "$@"', [...flags, RELEASE, root, sources], options);
}

async function addPackages(
  { packages, leaveOut = [] }: Debian,
  { root, work }: Site,
  options: RoomOptions
): Promise<void> {
  await writeSources(work);
  const settings = join(work, 'apt.conf');
  await writeFile(settings, aptSettings(root, work));
  const archives = join(root, 'var', 'cache', 'apt', 'archives', 'partial');
  await mkdir(archives, { recursive: true });
  await mkdir(join(root, 'var', 'lib', 'apt', 'lists', 'partial'), { recursive: true });
  const script = `${MOUNTS}shift\napt-get update -q\nexec apt-get install -y -q "$@"`;
  const env = { APT_CONFIG: settings, DEBIAN_FRONTEND: 'noninteractive' };
  const flags = leaveOut.map(pattern => `-oDPkg::Options::=--path-exclude=${pattern}`);
  await inRoom(script, [root, ...flags, ...packages], { ...options, env });
  await inRoom(
    'rm -rf "$1"/var/cache/apt/archives "$1"/var/lib/apt/lists/*',
    [root],
    {}
  );
}

/** This computer's root, as programs in the image see it while it is made. */
const HOST = '/run/host';

const WITH_HOST = `${MOUNTS}
mkdir -p "$1${HOST}"
mount --rbind / "$1${HOST}"
for file in /etc/resolv.conf /etc/hosts; do
  touch "$1$file"
  mount --bind "$file" "$1$file"
done
exec chroot "$@"
`;

async function installWheels(
  { requirements, wheels = [] }: Pip,
  { root, work }: Site,
  options: RoomOptions
): Promise<void> {
  const list = join(work, 'requirements.txt');
  await writeFile(list, requirements.map(line => `${line}\n`).join(''));
  const pip = ['install', '--no-input', '--no-compile', '--progress-bar', 'off'];
  const found = wheels.flatMap(folder => ['--find-links', `${HOST}${folder}`]);
  const command = [...pip, ...found, '--requirement', `${HOST}${list}`];
  const env = [...(await environment())].map(([name, value]) => `${name}=${value}`);
  const args = ['env', '-i', ...env, 'python3', '-m', 'pip', ...command];
  await inRoom(WITH_HOST, [root, ...args], options);
}

/** Nothing of the user's but the ways to packages. */
async function environment(): Promise<Map<string, string>> {
  const { stdout } = await runCommand({
    file: 'python3',
    args: ['-m', 'pip', 'config', 'list']
  });
  const pip = pipEnvironment(readPipSettings(stdout), HOST, existsSync);
  const proxies = Object.entries(process.env).flatMap(
    ([name, value]): [string, string][] =>
      /^(https?|all|no)_proxy$/i.test(name) && value !== undefined
        ? [[name, value]]
        : []
  );
  return new Map([
    ['PATH', '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin'],
    ['HOME', '/tmp'],
    ['LANG', 'C.UTF-8'],
    ['PIP_CACHE_DIR', `${HOST}${join(cacheFolder(), 'pip')}`],
    ['PIP_ROOT_USER_ACTION', 'ignore'],
    ['PIP_DISABLE_PIP_VERSION_CHECK', '1'],
    ...proxies,
    ...Object.entries(pip)
  ]);
}

async function compilePython({ root }: Site, options: RoomOptions): Promise<void> {
  if (!existsSync(join(root, 'usr', 'bin', 'python3'))) return;
  const input = await readFile(join(ROOT, 'dev', 'images', 'compile.py'), 'utf8');
  const script = `${MOUNTS}exec chroot "$1" python3 -c "$2"`;
  await inRoom(script, [root, input], options);
}

async function writeSources(work: string): Promise<string> {
  const sources = debianSources(await aptTexts());
  if (sources.length === 0) {
    throw new Error(
      `This computer's apt has no source of Debian ${RELEASE}, of which images are ` +
        'made. Name one below /etc/apt/sources.list.d.'
    );
  }
  const file = join(work, 'sources.list');
  await writeFile(file, formatSources(sources));
  return file;
}

/** Apt's own list of sources. */
async function aptTexts(): Promise<string[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = await readdir(folder).catch(() => []);
  const files = names.filter(name => /\.(list|sources)$/.test(name)).sort();
  const paths = ['/etc/apt/sources.list', ...files.map(name => join(folder, name))];
  return Promise.all(paths.map(path => readFile(path, 'utf8').catch(() => '')));
}
