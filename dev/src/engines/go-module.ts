/** Reads what the tools need to know from the engines' `go.mod`. */

/** The part of a `go.mod` that decides how it is built. */
export interface GoModule {
  /** The oldest Go that builds it, for example `1.26.4`. */
  readonly go: string;
  /** Version of each required module as it is built, as `v1.36.3`. */
  readonly versions: ReadonlyMap<string, string>;
}

const REPLACEMENT = /^(?:replace )?(\S+) => \S+ (v\d\S*)/;
const REQUIREMENT = /^(?:require )?([\w.~/-]+\.[\w.~/-]+) (v\d\S*)/;

/**
 * Parses a `go.mod`.
 * @throws {Error} when it names no Go version: nothing of the tools' own making lacks it
 */
export function parseGoModule(text: string): GoModule {
  const lines = text.split('\n').map(line => line.replace(/\/\/.*/, '').trim());
  const go = lines.flatMap(line => /^go (\d\S*)$/.exec(line)?.[1] ?? [])[0];
  if (go === undefined) throw new Error('The go.mod has no line “go VERSION”.');
  const versions = new Map<string, string>();
  for (const pattern of [REQUIREMENT, REPLACEMENT]) {
    for (const line of lines) {
      const [, path, version] = pattern.exec(line) ?? [];
      if (path !== undefined && version !== undefined) versions.set(path, version);
    }
  }
  return { go, versions };
}

/** Whether version `is` is `floor` or later; both as `1.26.4`, missing parts are 0. */
export function atLeast(is: string, floor: string): boolean {
  const [a, b] = [is, floor].map(text => text.split('.').map(part => parseInt(part)));
  for (const place of [0, 1, 2]) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
