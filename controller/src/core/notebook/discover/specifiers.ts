/**
 * PEP 440 version specifiers, on release numbers. Where pre-, post- and development
 * releases would decide, the answer is "unknown", never a wrong "no".
 */

export type Answer = 'yes' | 'no' | 'unknown';

interface Version {
  readonly release: readonly number[];
  /** `rc1`, `.post2`, `.dev0`; empty for a final release. */
  readonly suffix: string;
}

/** Does a version satisfy all clauses of `>=1.2,<2`? An empty specifier always holds. */
export function satisfies(version: string, specifier: string): Answer {
  const answers = specifier
    .split(',')
    .map(clause => clause.trim())
    .filter(clause => clause !== '')
    .map(clause => holds(version, clause));
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function holds(version: string, clause: string): Answer {
  const [, operator = '', wanted = ''] =
    /^(===|[=!<>~]=|[<>])\s*(\S+)$/.exec(clause) ?? [];
  if (operator === '===') return answer(version === wanted);
  if (wanted.endsWith('.*')) return prefixHolds(version, operator, wanted.slice(0, -2));
  const [have, want] = [parse(version), parse(wanted)];
  if (!have || !want) return 'unknown';
  if (operator === '~=') return compatible(version, wanted, want);
  return ordered(have, operator, want);
}

function ordered(have: Version, operator: string, want: Version): Answer {
  const order = compareReleases(have.release, want.release);
  if (order === 0 && have.suffix !== want.suffix) return 'unknown';
  return answer(ORDERED[operator]?.(order));
}

const ORDERED: Readonly<Record<string, (order: number) => boolean>> = {
  '==': order => order === 0,
  '!=': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0
};

function answer(holds: boolean | undefined): Answer {
  if (holds === undefined) return 'unknown';
  return holds ? 'yes' : 'no';
}

function prefixHolds(version: string, operator: string, prefix: string): Answer {
  const [have, want] = [parse(version), parse(prefix)];
  if (!have || !want || want.suffix !== '') return 'unknown';
  const same = want.release.every((part, i) => (have.release[i] ?? 0) === part);
  if (operator === '==') return answer(same);
  return operator === '!=' ? answer(!same) : 'unknown';
}

/** `~=1.4.2` is `>=1.4.2, ==1.4.*`. */
function compatible(version: string, wanted: string, { release }: Version): Answer {
  if (release.length < 2) return 'unknown';
  const prefix = release.slice(0, -1).join('.');
  return satisfies(version, `>=${wanted},==${prefix}.*`);
}

/** The local part (`+cpu`) does not count. */
function parse(version: string): Version | undefined {
  const match = /^v?(?:0!)?(\d+(?:\.\d+)*)((?:[-_.]?[a-z]+[-_.]?\d*)*)(?:\+.*)?$/i.exec(
    version.trim()
  );
  if (!match) return undefined;
  const [, release = '', suffix = ''] = match;
  return { release: release.split('.').map(Number), suffix: suffix.toLowerCase() };
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
