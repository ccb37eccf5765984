/**
 * How this computer's pip finds packages (mirrors, certificates, folders of wheels), so
 * that the pip inside an image that is being made finds them the same way.
 */

/** Options by their long names, without dashes. */
export type PipSettings = ReadonlyMap<string, string>;

/** Those that say where packages come from; others are the user's taste. */
const WANTED = new Set([
  'cert',
  'client-cert',
  'default-timeout',
  'timeout',
  'extra-index-url',
  'find-links',
  'index-url',
  'no-index',
  'proxy',
  'retries',
  'trusted-host'
]);

/** Reads what `pip config list` prints; what stands later there counts more. */
export function readPipSettings(output: string): PipSettings {
  const settings = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, section = '', name = '', quoted = ''] =
      /^([\w:-]+)\.([\w-]+)=(['"].*['"])$/.exec(line.trim()) ?? [];
    const applies = ['global', 'install', ':env:'].includes(section);
    if (applies && WANTED.has(name)) settings.set(name, unquoted(quoted));
  }
  return settings;
}

/**
 * The settings as pip's variables, with files of this computer where the image sees them.
 * @param host - the folder in the image at which this computer's root is mounted
 * @param isThere - whether a path exists on this computer
 */
export function pipEnvironment(
  settings: PipSettings,
  host: string,
  isThere: (path: string) => boolean
): Record<string, string> {
  const moved = (word: string): string =>
    word.startsWith('/') && isThere(word) ? `${host}${word}` : word;
  const entries = [...settings].map(([name, value]) => [
    `PIP_${name.toUpperCase().replaceAll('-', '_')}`,
    value.split(/\s+/).map(moved).join(' ')
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Python's way to write a string, for the strings that settings are. */
function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll('\\n', ' ')
    .replaceAll(/\\(['"\\])/g, '$1')
    .trim();
}
