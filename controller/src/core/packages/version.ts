/**
 * Versions and specifiers as pip means them (PEP 440): all releases are ordered, with
 * pre-, post- and development releases. Those that are installed count as they are, so a
 * pre-release satisfies `>=1`.
 */

/** A version as numbers that can be compared. */
export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** `a`, `b` or `rc`, and its number. */
  readonly pre?: readonly [letter: string, number: number];
  readonly post?: number;
  readonly dev?: number;
  /** Parts behind `+`. */
  readonly local: readonly string[];
}

const PATTERN =
  /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<letter>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>\d*))?(?:-(?<dash>\d+)|[-_.]?(?:post|rev|r)[-_.]?(?<post>\d*))?(?:[-_.]?dev[-_.]?(?<dev>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  c: 'rc',
  pre: 'rc',
  preview: 'rc'
};

/** `undefined` for what is no version, e.g. `2004d-debian~1`. */
export function parseVersion(text: string): Version | undefined {
  const parts = PATTERN.exec(text.trim().toLowerCase())?.groups;
  if (!parts) return undefined;
  const { epoch, release = '', letter, pre, dash, post, dev, local } = parts;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    ...(letter === undefined ? {} : { pre: [LETTERS[letter] ?? letter, Number(pre)] }),
    ...numbered('post', dash ?? post),
    ...numbered('dev', dev),
    local: local?.split(/[-_.]/) ?? []
  };
}

/** `1.0.dev` is `1.0.dev0`. */
function numbered(key: 'post' | 'dev', digits: string | undefined): Partial<Version> {
  return digits === undefined ? {} : { [key]: Number(digits) };
}

/** Below zero when `a` is older; the local parts count. */
export function compareVersions(a: Version, b: Version): number {
  return comparePublic(a, b) || compareLists(localKey(a), localKey(b));
}

/** Does a version satisfy all clauses of `>=1.2,<2`? An empty specifier always holds. */
export function satisfiesAll(version: Version, specifier: string): boolean | undefined {
  const answers = specifier
    .split(',')
    .map(clause => clause.trim())
    .filter(clause => clause !== '')
    .map(clause => holds(version, clause));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** `undefined`: no clause that pip understands. */
function holds(version: Version, clause: string): boolean | undefined {
  const [, operator = '', text = ''] =
    /^(===|[=!<>~]=|[<>])\s*(\S+)$/.exec(clause) ?? [];
  if (operator === '===') {
    const exact = parseVersion(text);
    return exact && compareVersions(version, exact) === 0;
  }
  if (text.endsWith('.*')) return startsWith(version, operator, text.slice(0, -2));
  const wanted = parseVersion(text);
  return wanted && OPERATORS[operator]?.(version, wanted);
}

type Operator = (version: Version, wanted: Version) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '==': isEqual,
  '!=': (version, wanted) => !isEqual(version, wanted),
  '<=': (version, wanted) => comparePublic(version, wanted) <= 0,
  '>=': (version, wanted) => comparePublic(version, wanted) >= 0,
  // `<2` has no `2rc1` in it, unless it says `<2rc2` itself.
  '<': (version, wanted) =>
    comparePublic(version, wanted) < 0 &&
    !(isPre(version) && !isPre(wanted) && sameRelease(version, wanted)),
  // `>1` has neither `1.post1` nor `1+local` in it.
  '>': (version, wanted) =>
    comparePublic(version, wanted) > 0 &&
    !(
      version.post !== undefined &&
      wanted.post === undefined &&
      sameRelease(version, wanted)
    ),
  // `~=1.4.2` is `>=1.4.2, ==1.4.*`.
  '~=': (version, wanted) =>
    wanted.release.length > 1 &&
    comparePublic(version, wanted) >= 0 &&
    hasPrefix(version, { ...wanted, release: wanted.release.slice(0, -1) })
};

/** A local part counts only where it is asked for. */
function isEqual(version: Version, wanted: Version): boolean {
  return wanted.local.length > 0
    ? compareVersions(version, wanted) === 0
    : comparePublic(version, wanted) === 0;
}

function startsWith(
  version: Version,
  operator: string,
  text: string
): boolean | undefined {
  const prefix = parseVersion(text);
  if (!prefix || (operator !== '==' && operator !== '!=')) return undefined;
  return hasPrefix(version, prefix) === (operator === '==');
}

function hasPrefix(version: Version, { epoch, release }: Version): boolean {
  const same = release.every((part, i) => (version.release[i] ?? 0) === part);
  return same && version.epoch === epoch;
}

function isPre({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

function sameRelease(a: Version, b: Version): boolean {
  return a.epoch === b.epoch && compareLists(trimmed(a), trimmed(b)) === 0;
}

function comparePublic(a: Version, b: Version): number {
  return compareLists(publicKey(a), publicKey(b));
}

/** Numbers in the order in which they count; the release ends where nothing is below it. */
function publicKey(version: Version): readonly number[] {
  const release = trimmed(version).flatMap(part => [1, part]);
  return [version.epoch, ...release, 0, ...suffixKey(version)];
}

/** `1.dev1` < `1a1` < `1rc1` < `1` < `1.post1`. */
function suffixKey({ pre, post, dev }: Version): readonly number[] {
  const onlyDev = dev !== undefined && pre === undefined && post === undefined;
  const letter = onlyDev ? 0 : pre ? 1 + ['a', 'b', 'rc'].indexOf(pre[0]) : 4;
  const key = [letter, pre?.[1] ?? 0, post === undefined ? -1 : post];
  return [...key, dev ?? Infinity];
}

function trimmed({ release }: Version): readonly number[] {
  const last = release.findLastIndex(part => part !== 0);
  return release.slice(0, last + 1);
}

/** Words are older than numbers. */
function localKey({ local }: Version): readonly (number | string)[] {
  return local.flatMap(part => (/^\d+$/.test(part) ? [1, Number(part)] : [0, part]));
}

function compareLists(
  a: readonly (number | string)[],
  b: readonly (number | string)[]
): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
