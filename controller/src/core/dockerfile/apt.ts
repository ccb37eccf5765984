/** Debian packages that a notebook asks for: lines with `apt`, and the file `apt.txt`. */
import { APT } from './values.js';

/** What is asked for, and what cannot be read. */
export interface AptRequest {
  /** In order, each once. */
  readonly packages: readonly string[];
  /** Commands with apt that only a shell can understand. */
  readonly unread: readonly string[];
}

/** Options that take the next word. */
const WITH_VALUE = new Set(['-o', '--option', '-t', '--target-release', '-c']);

/**
 * Reads lines such as `!apt-get update && apt-get install -y graphviz` and `%apt install
 * graphviz`, without what is before the command.
 * @param commands - of a shell, each one line
 */
export function aptRequest(commands: readonly string[]): AptRequest {
  const packages = new Set<string>();
  const unread: string[] = [];
  for (const line of commands) {
    for (const part of line.replace(/^\s*[!%]+/, '').split(/&&|\|\||\|&?|;|\n/)) {
      const command = part.trim();
      const found = installed(command);
      if (found === 'unread') unread.push(command);
      else found.forEach(name => packages.add(name));
    }
  }
  return { packages: [...packages], unread };
}

/** Lines of a notebook that a shell runs, or apt. */
export function shellLines(
  cells: readonly { readonly kind: string; readonly source: string }[]
): readonly string[] {
  return cells
    .filter(({ kind }) => kind === 'code')
    .flatMap(({ source }) => source.replace(/\\\n/g, ' ').split('\n'))
    .filter(line => /^\s*(?:!|%(?:apt|apt-get|sx|system)\s)/.test(line));
}

/** One package a line, or several; `#` begins a comment. */
export function aptFile(text: string): AptRequest {
  const words = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(line => line.replace(/#.*$/, '').split(/\s+/))
    .filter(word => word !== '');
  return {
    packages: [...new Set(words.filter(word => APT.test(word)))],
    unread: words.filter(word => !APT.test(word))
  };
}

/** What one command installs; nothing for those that do not. */
function installed(command: string): readonly string[] | 'unread' {
  const words = command
    .replace(/(?:^|\s+)#.*$/, '')
    .replace(/\s+[&\d]?(?:>{1,2}|<)&?\s*\S+/g, '')
    .replace(/\s+&\s*$/, '')
    .split(/\s+/);
  while (/^(?:sudo|-[EHn]|\w+=\S*)$/.test(words[0] ?? '')) words.shift();
  if (!/^(?:\/usr\/bin\/)?(?:apt|apt-get|aptitude)$/.test(words.shift() ?? ''))
    return [];
  const said = withoutOptions(words);
  if (said[0] !== 'install') return [];
  const names = said.slice(1);
  return names.every(name => APT.test(name)) ? names : 'unread';
}

function withoutOptions(words: readonly string[]): string[] {
  return words.filter(
    (word, at) => !word.startsWith('-') && !WITH_VALUE.has(words[at - 1] ?? '')
  );
}
