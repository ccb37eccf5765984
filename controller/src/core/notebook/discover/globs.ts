/** Globs over paths with `/`: `*` and `?` within a part, `**` across parts, `[a-z]`. */

const SPECIAL = /[*?[]/;

export function isGlob(text: string): boolean {
  return SPECIAL.test(text);
}

/** A test for whole paths. As in shells, a leading `*` does not match a dot file. */
export function globTest(glob: string): (path: string) => boolean {
  const source = glob.split('/').map(part).join('/').replaceAll('\0/', '(?:[^/]+/)*');
  const pattern = new RegExp(`^${source.replaceAll('\0', '.*')}$`, 'u');
  return path => pattern.test(path);
}

/** One part as a regular expression; `**` becomes NUL, for the parts around to join. */
function part(text: string): string {
  if (text === '**') return '\0';
  const body = text.replace(
    /\*+|\?|\[(!?)([^\]\\[]+)\]|[\\^$.|+()[\]{}/]/g,
    (found, not?: string, set?: string) => {
      if (found.startsWith('*')) return '[^/]*';
      if (found === '?') return '[^/]';
      if (set !== undefined) return charClass(not === '!', set);
      return found === '/' ? found : `\\${found}`;
    }
  );
  return /^[*?[]/.test(text) ? `(?!\\.)${body}` : body;
}

/** A set of characters; a range that runs backwards is taken literally. */
function charClass(not: boolean, set: string): string {
  const safe = set.replace(/(.)-(.)/gu, (range, from: string, to: string) =>
    from <= to ? range : from + to
  );
  const escaped = safe.replace(/\^/g, '\\$&').replace(/^-|-$/g, '\\-');
  return `[${not ? '^' : ''}${escaped}]`;
}
