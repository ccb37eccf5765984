/** What pip's own files and variables say that decides what it finds; no password is in it. */

type Environment = Readonly<Record<string, string | undefined>>;

/** What a setting may be that finds nothing else. */
const OTHERS: readonly string[] = [
  ...[
    'timeout',
    'default-timeout',
    'retries',
    'resume-retries',
    'cert',
    'client-cert',
    'proxy'
  ],
  ...['trusted-host', 'cache-dir', 'no-cache-dir', 'keyring-provider', 'exists-action'],
  ...['disable-pip-version-check', 'no-input', 'no-color', 'progress-bar', 'quiet'],
  ...['verbose', 'log', 'user', 'require-virtualenv', 'root-user-action', 'debug'],
  ...['break-system-packages', 'no-compile', 'compile', 'no-warn-script-location'],
  ...['config-file', 'user-agent-user-data', 'python', 'isolated']
];

/** Settings that name files: what is in those is not known here. */
const FILES: readonly string[] = [
  ...['constraint', 'requirement', 'editable', 'build-constraint'],
  'requirements-from-script'
];

const LINKS = 'find-links';

export interface PipSettings {
  /**
   * Sorted in each place, for of two files the later counts; the same on two computers that
   * differ in logins alone.
   */
  readonly lines: readonly string[];
  /** Folders and pages with wheels. */
  readonly findLinks: readonly string[];
}

/**
 * `undefined` where files are named that nobody looks into here.
 * @param files - texts of `pip.conf` files
 */
export function settingsOf(
  files: readonly string[],
  env: Environment
): PipSettings | undefined {
  const places = [variables(env), ...files.map(settingsIn)];
  const all = places.flat();
  if (all.some(({ name }) => FILES.includes(name))) return undefined;
  const links = all.filter(({ name }) => name === LINKS);
  return {
    lines: places.flatMap(settings => linesOf(settings).sort()),
    findLinks: links.flatMap(({ value }) => value.split(/\s+/).filter(Boolean))
  };
}

function linesOf(settings: readonly Setting[]): string[] {
  return settings
    .filter(({ name }) => name !== LINKS && !OTHERS.includes(name))
    .map(({ section, name, value }) => `${section}.${name}=${withoutLogin(value)}`);
}

/** Addresses without what may be a password. */
export function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//').replace(/[?#]\S*/g, '');
}

interface Setting {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

/** Of a file as Python's `configparser` reads it: what is indented goes on with the last. */
function settingsIn(text: string): readonly Setting[] {
  const found: { section: string; name: string; value: string }[] = [];
  let section = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const heading = /^\[([^\]]*)\]/.exec(raw)?.[1];
    const last = found.at(-1);
    if (line === '' || /^[#;]/.test(line)) continue;
    if (heading !== undefined) section = heading.trim();
    else if (/^\s/.test(raw) && last) last.value = `${last.value} ${line}`.trim();
    else found.push({ section, ...pairOf(line) });
  }
  return found;
}

function pairOf(line: string): Pick<Setting, 'name' | 'value'> {
  const [, name = line, value = ''] = /^([^=:]*)[=:](.*)$/.exec(line) ?? [];
  return { name: nameOf(name), value: value.trim() };
}

function variables(env: Environment): readonly Setting[] {
  return Object.entries(env).flatMap(([variable, value = '']) => {
    const name = /^PIP_(.+)$/.exec(variable)?.[1];
    return name === undefined || value === ''
      ? []
      : [{ section: ':env:', name: nameOf(name), value }];
  });
}

function nameOf(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', '-');
}
