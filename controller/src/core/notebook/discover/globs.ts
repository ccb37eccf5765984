/**
 * Globs over paths with `/`: `*` and `?` within a part, `**` across parts, `[a-z]`. Not
 * by one regular expression: strings of a notebook are globs, too, and some would
 * backtrack for ever.
 */

const SPECIAL = /[*?[]/;

export function isGlob(text: string): boolean {
  return SPECIAL.test(text);
}

/** A test for whole paths. As in shells, a leading `*` does not match a dot file. */
export function globTest(glob: string): (path: string) => boolean {
  const parts = glob.split('/');
  const tokens = parts.flatMap((part, i): Token[] => {
    if (part !== '**') return [partTest(part)];
    // At the end it stands for what is below a folder, not for the folder.
    return i === parts.length - 1 ? [MANY, () => true] : [MANY];
  });
  return path => fits(tokens, path.split('/'));
}

/** Any number of items. */
const MANY = 'many';

/** A test of one item, a character or a part of a path. */
type Token = typeof MANY | ((item: string) => boolean);

/**
 * Whether the tokens fit the items one by one. A token that does not fit lets the last
 * `MANY` take one item more: never more steps than tokens times items.
 */
function fits(tokens: readonly Token[], items: readonly string[]): boolean {
  let token = 0;
  let many = -1;
  let taken = 0;
  for (let item = 0; item < items.length;) {
    const wanted = tokens[token];
    if (wanted === MANY) {
      many = token++;
      taken = item;
    } else if (wanted?.(items[item] ?? '')) {
      token++;
      item++;
    } else if (many >= 0) {
      token = many + 1;
      item = ++taken;
    } else return false;
  }
  return tokens.slice(token).every(rest => rest === MANY);
}

function partTest(text: string): (part: string) => boolean {
  const tokens = Array.from(
    text.matchAll(/\*+|\[(!?)([^\]\\[]+)\]|./gsu),
    ([found, not, set]): Token => {
      if (found.startsWith('*')) return MANY;
      if (set !== undefined) return charTest(not === '!', set);
      return found === '?' ? () => true : char => char === found;
    }
  );
  const hidden = !SPECIAL.test(text.charAt(0));
  return part => (hidden || !part.startsWith('.')) && fits(tokens, Array.from(part));
}

/** Characters of a set; a range that runs backwards is taken literally. */
function charTest(not: boolean, set: string): (char: string) => boolean {
  const safe = set.replace(/(.)-(.)/gu, (range, from: string, to: string) =>
    from <= to ? range : from + to
  );
  const escaped = safe.replace(/\^/g, '\\$&').replace(/^-|-$/g, '\\-');
  const pattern = new RegExp(`^[${not ? '^' : ''}${escaped}]$`, 'u');
  return char => pattern.test(char);
}
