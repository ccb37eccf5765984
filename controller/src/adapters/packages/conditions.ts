/** What pip's answers depend on besides a question: its settings, and folders of wheels. */
import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Conditions } from '../../core/packages/finding.js';
import { settingsOf, withoutLogin } from '../../core/packages/pip-settings.js';
import type { ResolverWork } from '../../ports/packages.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` where pip reads files that are not looked into here. */
export async function conditionsOf(
  { place, sources }: Pick<ResolverWork, 'place' | 'sources'>,
  own: Environment
): Promise<Conditions | undefined> {
  const env = { ...own, ...place.env };
  const files = await Promise.all(settingFiles(env, place.python).map(textOf));
  const settings = settingsOf(files, env);
  if (!settings) return undefined;
  const { index = '', moreIndexes, noIndex, findLinks } = sources;
  const links = [...findLinks, ...settings.findLinks];
  const contents = await Promise.all(links.map(contentOf));
  if (contents.includes(undefined)) return undefined;
  const indexes = [index, ...moreIndexes].map(withoutLogin);
  return {
    text: JSON.stringify([settings.lines, indexes, noIndex, contents.flat().sort()]),
    ages: !noIndex || links.some(isPage)
  };
}

/** As pip looks for them, on Linux and on macOS. */
function settingFiles(env: Environment, python: string): readonly string[] {
  const named = env['PIP_CONFIG_FILE'];
  if (named === '/dev/null') return [];
  const home = env['HOME'] ?? '';
  const shared = (env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':');
  const own = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const support = join('Library', 'Application Support');
  const folders = [
    ...[...shared, own, join('/', support), join(home, support)].map(each =>
      join(each, 'pip')
    ),
    ...['/etc', join(home, '.pip'), dirname(dirname(python))]
  ];
  const files = folders.map(folder => join(folder, 'pip.conf'));
  return named ? [...files, named] : files;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function isPage(place: string): boolean {
  return /^https?:\/\//.test(place);
}

/** Of a folder what is in it, whatever it is called; `undefined` where nobody can tell. */
async function contentOf(place: string): Promise<readonly string[] | undefined> {
  if (isPage(place)) return [withoutLogin(place)];
  return isAbsolute(place) ? wheelsIn(place).catch(() => undefined) : undefined;
}

/** Names, sizes, and digests of what the archives say of their members. */
async function wheelsIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder).catch((error: unknown) => {
    // pip passes over a folder that is not there.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const names = found.filter(name => name.endsWith('.whl')).sort();
  return Promise.all(names.map(async name => `${name} ${await sumOf(folder, name)}`));
}

/** The end of a ZIP archive, with a comment of any length (APPNOTE 4.3.16). */
const LONGEST_END = 65_557;

const END = Buffer.from('PK\u0005\u0006', 'latin1');
const DIRECTORY_SIZE_AT = 12;

/**
 * Of the list at its end, which has the checksum of each member: archives are gigabytes.
 * Before their bytes are used, they are held against their SHA-256.
 */
async function sumOf(folder: string, name: string): Promise<string> {
  const file = await open(join(folder, name));
  try {
    const { size } = await file.stat();
    const read = async (length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(Math.min(length, size));
      await file.read(bytes, 0, bytes.length, size - bytes.length);
      return bytes;
    };
    const tail = await read(LONGEST_END);
    const at = tail.lastIndexOf(END);
    const listed = at < 0 ? 0 : tail.readUInt32LE(at + DIRECTORY_SIZE_AT);
    const list = listed > tail.length ? await read(listed + LONGEST_END) : tail;
    return `${String(size)} ${createHash('sha256').update(list).digest('hex')}`;
  } finally {
    await file.close();
  }
}
