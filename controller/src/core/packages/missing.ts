/** Why no version of a package fits, by what pip has passed over. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { normalName } from '../notebook/discover/distributions.js';
import { parseVersion, satisfiesAll } from './version.js';

export interface MissingPackage {
  /** Normalised. */
  readonly name: string;
  readonly requirement: string;
  /** e.g. `>=1`. */
  readonly specifier: string;
  /** That were to choose from, oldest first. */
  readonly versions: readonly string[];
  readonly python: string;
  readonly platform: string;
}

/** Versions that a sentence names. */
const SHOWN = 8;

/** @param lines - of pip's log */
export function missingProblem(
  lines: readonly string[],
  missing: MissingPackage
): Problem {
  const { requirement, python, platform, versions } = missing;
  const wanted = passedOver(
    lines,
    missing,
    /requires a different Python \(.*? not in: ['"](.*?)['"]\)/
  );
  const tags = passedOver(
    lines,
    missing,
    /none of the wheel's tags (?:\((.*?)\) are compatible|match: (.*?))(?: \(run pip.*?\))?: /
  );
  const isSource = lines.some(line => isSourceOf(line, missing.name));
  const withdrawn = withdrawnAmong(lines, missing).join(', ');
  if (withdrawn !== '') {
    return problem('package-yanked', { requirement, versions: withdrawn });
  }
  if (versions.length > 0) {
    const shown = versions.slice(-SHOWN).join(', ');
    return problem('package-version-missing', { requirement, versions: shown });
  }
  if (wanted.length > 0) {
    const params = { requirement, wanted: wanted.join(' or '), python };
    return problem('package-other-python', params);
  }
  if (tags.length > 0) {
    const shown = tags.slice(-SHOWN).join(', ');
    return problem('package-other-platform', { requirement, platform, tags: shown });
  }
  return problem(isSource ? 'package-no-wheel' : 'package-missing', { requirement });
}

/**
 * Newer releases of pip name them. Of older ones: what fits and is not taken was
 * withdrawn, or is a pre-release.
 */
function withdrawnAmong(
  lines: readonly string[],
  { specifier, versions }: MissingPackage
): readonly string[] {
  const pattern = /^(?:ERROR: )?Ignored the following yanked versions: (.*)$/;
  const named = lines.flatMap(line => pattern.exec(line)?.[1]?.split(', ') ?? []);
  const fitting = versions.filter(text => {
    const version = parseVersion(text);
    const isFinal = version?.pre === undefined && version?.dev === undefined;
    return version && isFinal && satisfiesAll(version, specifier) === true;
  });
  const all = [...new Set([...named, ...fitting])];
  return versions.every(version => all.includes(version)) ? all : fitting;
}

/** What the pattern finds in lines about files of the package, each once. */
function passedOver(
  lines: readonly string[],
  { name }: MissingPackage,
  pattern: RegExp
): readonly string[] {
  const found = lines.flatMap(line => {
    const match = pattern.exec(line);
    return match && isFileOf(line, name) ? (match[1] ?? match[2] ?? '') : [];
  });
  return [...new Set(found)];
}

/** `…: https://index/files/dep-1.0-py3-none-any.whl#sha256=… (from …)`. */
function isFileOf(line: string, name: string): boolean {
  const file = /\/([^/\s#?]+\.(?:whl|zip|tar\.\w+))(?:[#?\s]|$)/.exec(line)?.[1] ?? '';
  const stem = file.split('-', 1)[0] ?? '';
  return normalName(stem) === name || normalName(file).startsWith(`${name}-`);
}

function isSourceOf(line: string, name: string): boolean {
  const said = /No sources permitted for (\S+?):/.exec(line)?.[1];
  return said !== undefined && normalName(said) === name && isFileOf(line, name);
}
