/** Names made from file names: readable, and valid wherever Kubernetes wants a DNS-1035 label. */

/** Leaves room for the run's suffix and for what the training operator appends. */
const MAX_NAME = 30;

/** `My Model (v2).ipynb` gives `my-model-v2`; what has no letter at all gives `run`. */
export function nameOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  return slug(file.replace(/\.(ipynb|py)$/i, '')) || 'run';
}

/** Lower case letters, digits and single hyphens, from a letter to a letter or digit. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_NAME)
    .replace(/-+$/, '');
}

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

/** What a caller may choose as an id: a DNS-1035 label of at most 40 characters. */
export function isRunId(id: string): boolean {
  return /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(id);
}
