/**
 * Where this computer gets Debian's packages from, read in apt's own configuration: the
 * images take theirs from there too. Both of apt's formats are understood.
 */

/** The release that images are made of. */
export const RELEASE = 'bookworm';

/** One line of a `sources.list`. */
export interface DebianSource {
  readonly uri: string;
  readonly suite: string;
  /** Path of the keys, where the source names them. */
  readonly signedBy?: string;
}

const SUITES = new Set(['', '-updates', '-security'].map(end => `${RELEASE}${end}`));

/** Sources of the release in the texts of `sources.list` and `*.list`, `*.sources` files. */
export function debianSources(texts: readonly string[]): readonly DebianSource[] {
  const all = texts.flatMap(text =>
    /^\s*Types\s*:/im.test(text) ? inStanzas(text) : inLines(text)
  );
  const unique = new Map(all.map(source => [`${source.uri} ${source.suite}`, source]));
  return [...unique.values()];
}

/** As a `sources.list`. */
export function formatSources(sources: readonly DebianSource[]): string {
  const lines = sources.map(({ uri, suite, signedBy }) => {
    const options = signedBy === undefined ? '' : `[signed-by=${signedBy}] `;
    return `deb ${options}${uri} ${suite} main\n`;
  });
  return lines.join('');
}

function inLines(text: string): DebianSource[] {
  return text.split('\n').flatMap(line => {
    const [, options = '', uri = '', suite = '', components = ''] =
      /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line) ?? [];
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1];
    return sourcesOf({ uris: [uri], suites: [suite], components, signedBy });
  });
}

function inStanzas(text: string): DebianSource[] {
  const plain = text.replace(/^#.*\n?/gm, '');
  return plain.split(/\n\s*\n/).flatMap(stanza => {
    const field = (name: string): string =>
      new RegExp(`^${name}\\s*:\\s*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1] ?? '';
    const off = /^no$/i.test(field('Enabled').trim());
    if (off || !wordsOf(field('Types')).includes('deb')) return [];
    const signedBy = field('Signed-By').trim();
    return sourcesOf({
      uris: wordsOf(field('URIs')),
      suites: wordsOf(field('Suites')),
      components: field('Components'),
      signedBy: signedBy.startsWith('/') ? signedBy : undefined
    });
  });
}

function sourcesOf(found: {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: string;
  readonly signedBy: string | undefined;
}): DebianSource[] {
  if (!wordsOf(found.components).includes('main')) return [];
  const suites = found.suites.filter(suite => SUITES.has(suite));
  const { signedBy } = found;
  return found.uris.flatMap(uri =>
    suites.map(suite =>
      signedBy === undefined ? { uri, suite } : { uri, suite, signedBy }
    )
  );
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== '');
}
