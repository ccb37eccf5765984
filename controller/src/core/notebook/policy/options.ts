/** Options of IPython magics, as getopt reads them: `-n10 -r 3 statement`. */

/** Options found before the first argument, and the rest as written. */
export interface Options {
  /** Letter or long name → value; an empty string for flags. */
  readonly values: ReadonlyMap<string, string>;
  readonly rest: string;
}

/**
 * Splits leading options from what follows.
 * @param spec - letters; a colon after a letter: it takes a value
 * @param long - long names; a `=` at the end: it takes a value
 */
export function splitOptions(
  args: string,
  spec: string,
  long: readonly string[] = []
): Options {
  const values = new Map<string, string>();
  let rest = args.trimStart();
  for (;;) {
    const word = /^-\S*/.exec(rest)?.[0];
    if (word === undefined || word === '-') return { values, rest };
    const behind = rest.slice(word.length).trimStart();
    if (word === '--') return { values, rest: behind };
    const taken = word.startsWith('--')
      ? longOption(word.slice(2), behind, long)
      : shortOptions(word.slice(1), behind, spec);
    if (!taken) return { values, rest };
    for (const [name, value] of taken.values) values.set(name, value);
    rest = taken.rest;
  }
}

function longOption(
  word: string,
  behind: string,
  long: readonly string[]
): Options | undefined {
  const [name = '', value] = word.split('=', 2);
  if (long.includes(name)) return { values: new Map([[name, '']]), rest: behind };
  if (!long.includes(`${name}=`)) return undefined;
  return value === undefined
    ? nextWord(name, behind)
    : { values: new Map([[name, value]]), rest: behind };
}

function shortOptions(
  letters: string,
  behind: string,
  spec: string
): Options | undefined {
  const values = new Map<string, string>();
  for (const [i, letter] of Array.from(letters).entries()) {
    if (letter === ':' || !spec.includes(letter)) return undefined;
    if (spec.includes(`${letter}:`)) {
      const last = valueOf(letter, letters.slice(i + 1), behind);
      return { values: new Map([...values, ...last.values]), rest: last.rest };
    }
    values.set(letter, '');
  }
  return { values, rest: behind };
}

/** The value of a letter: what is attached to it, or else the next word. */
function valueOf(letter: string, attached: string, behind: string): Options {
  return attached === ''
    ? nextWord(letter, behind)
    : { values: new Map([[letter, attached]]), rest: behind };
}

function nextWord(name: string, behind: string): Options {
  const word = /^\S*/.exec(behind)?.[0] ?? '';
  return {
    values: new Map([[name, word]]),
    rest: behind.slice(word.length).trimStart()
  };
}
