/** Ids of runs: chosen by whoever starts one, so that asking twice starts it once. */

/** Letters and digits that cannot be misread, and cannot spell a word. */
const SUFFIX_ALPHABET = '23456789bcdfghjkmnpqrstvwxz';
const SUFFIX_LENGTH = 5;

/**
 * Id of a run: `digits-x7k2m`.
 * @param random - gives numbers in [0, 1)
 */
export function runId(name: string, random: () => number): string {
  const letters = Array.from({ length: SUFFIX_LENGTH }, () =>
    SUFFIX_ALPHABET.charAt(Math.floor(random() * SUFFIX_ALPHABET.length))
  );
  return `${name}-${letters.join('')}`;
}

/** Whether `runId` makes such ids of the name; a person hardly does. */
export function isMadeOf(id: string, name: string): boolean {
  const suffix = new RegExp(`^-[${SUFFIX_ALPHABET}]{${String(SUFFIX_LENGTH)}}$`);
  return id.startsWith(name) && suffix.test(id.slice(name.length));
}

/** What a caller may choose as an id: a DNS-1035 label of at most 40 characters. */
export function isRunId(id: string): boolean {
  return /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(id);
}
