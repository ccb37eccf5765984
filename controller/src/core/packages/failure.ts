/** Why a resolver has found nothing: pip's own log, read for rows of the error table. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { normalName } from '../notebook/discover/distributions.js';
import {
  readRequirement,
  type RequirementLine
} from '../notebook/discover/requirement-lines.js';
import { shownUrl } from './needed.js';
import { missingProblem } from './missing.js';

/** What failed, and what may be done without asking the user. */
export type ResolverFailure =
  /** One requirement cannot be met; the others may be. */
  | ({
      readonly kind: 'package';
      readonly name: string;
      readonly problem: Problem;
    } & Lacking)
  /** Versions of the base are in the way of others. */
  | {
      readonly kind: 'constraint';
      readonly names: readonly string[];
      readonly problem: Problem;
    }
  | ({ readonly kind: 'all'; readonly problem: Problem } & Lacking);

export interface Lacking {
  /** What is not to be had, where that is one package: a requirement, or what it needs. */
  readonly lacking?: string;
}

/** What was asked. */
export interface Asked {
  /** Normalised names of the requirements. */
  readonly names: ReadonlySet<string>;
  /** Minor version of the base. */
  readonly python: string;
  /** e.g. `linux x86_64`. */
  readonly platform: string;
}

/** @param log - as pip's `--log` writes it, debug lines included */
export function parseFailure(log: string, asked: Asked): ResolverFailure {
  const lines = linesOf(log);
  return (
    missing(lines, asked) ??
    otherPython(lines, asked) ??
    conflict(lines) ?? {
      kind: 'all',
      problem: problem('resolver-failed', { detail: lastError(lines) })
    }
  );
}

/** Without the time before each, and without credentials. */
export function linesOf(log: string): readonly string[] {
  return log
    .split(/\r?\n/)
    .map(line => shownUrl(line.replace(/^\d{4}-\d\d-\d\dT\S+ /, '').trimEnd()));
}

function missing(lines: readonly string[], asked: Asked): ResolverFailure | undefined {
  const found = matchOf(
    lines,
    /^(?:ERROR: )?Could not find a version that satisfies the requirement (.*?)(?: \(from ([^)]*)\))? \(from versions: (.*)\)/
  );
  if (!found) return undefined;
  const [, requirement = '', parent, versions = ''] = found;
  const line = readRequirement(requirement);
  const name = line && 'name' in line ? line.name : normalName(requirement);
  const index = indexProblem(lines, name);
  if (index) return { kind: 'all', problem: index };
  const shown = parent === undefined ? requirement : `${requirement} (for ${parent})`;
  const why = missingProblem(lines, {
    ...{ ...asked, name, requirement: shown },
    specifier: specifierOf(line),
    versions: versions === 'none' ? [] : versions.split(', ')
  });
  return attributed(lines, asked, { name, parent, why });
}

function specifierOf(line: RequirementLine | undefined): string {
  return line?.kind === 'package' ? line.specifier : '';
}

function otherPython(
  lines: readonly string[],
  asked: Asked
): ResolverFailure | undefined {
  const found = matchOf(
    lines,
    /^(?:ERROR: )?Package '(.*)' requires a different Python: \S+ not in '(.*)'/
  );
  if (!found) return undefined;
  const [, requirement = '', wanted = ''] = found;
  const { python } = asked;
  const why = problem('package-other-python', { requirement, wanted, python });
  return attributed(lines, asked, { name: normalName(requirement), why });
}

interface Missed {
  readonly name: string;
  readonly parent?: string | undefined;
  readonly why: Problem;
}

/** The requirement of the notebook that needs it, directly or not. */
function attributed(
  lines: readonly string[],
  { names }: Asked,
  { name, parent, why }: Missed
): ResolverFailure {
  const parents = parentsIn(lines);
  const seen = new Set<string>();
  let at: string | undefined = parent === undefined ? name : rootName(parent);
  while (at !== undefined && !names.has(at) && !seen.has(at)) {
    seen.add(at);
    at = parents.get(at);
  }
  return at !== undefined && names.has(at)
    ? { kind: 'package', name: at, problem: why, lacking: name }
    : { kind: 'all', problem: why, lacking: name };
}

/** `Collecting dep>=1 (from app)`: whom each package is for. */
function parentsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, what = '', parent = ''] =
      /^(?:Collecting|Processing) (\S+).*? \(from ([^)\s]+)/.exec(line) ?? [];
    const name = rootName(what.slice(what.lastIndexOf('/') + 1));
    if (parent !== '' && !found.has(name)) found.set(name, rootName(parent));
  }
  return found;
}

/** `app[extra]==1`, `app-1.0-py3-none-any.whl` or `app->other`: the name of `app`. */
function rootName(text: string): string {
  const stem = text.endsWith('.whl') ? (text.split('-', 1)[0] ?? '') : text;
  return normalName(
    /^[\w.-]*[A-Za-z0-9]/.exec(stem.split('->', 1)[0] ?? '')?.[0] ?? ''
  );
}

/** An index that did not answer for the package may have it. */
function indexProblem(lines: readonly string[], name: string): Problem | undefined {
  for (const line of lines) {
    const match = /^Could not fetch URL (\S+): (.*?)(?: - skipping)?$/.exec(line);
    const [, url = '', why = ''] = match ?? [];
    if (match && isPageOf(url, name) && !why.startsWith('404 ')) {
      return unanswered(url, why);
    }
  }
  return undefined;
}

function unanswered(url: string, why: string): Problem {
  const host = /^\w+:\/\/(?:…@)?([^/]+)/.exec(url)?.[1] ?? url;
  const params = { host, detail: shortened(why) };
  const isLogin = /^40[13] /.test(why);
  return problem(isLogin ? 'index-login-refused' : 'index-unreachable', params);
}

function isPageOf(url: string, name: string): boolean {
  const last =
    url
      .replace(/[?#].*$|\/+$/g, '')
      .split('/')
      .at(-1) ?? '';
  return url !== '' && normalName(last) === name;
}

/** pip quotes Python's objects: what they say is at their end. */
function shortened(why: string): string {
  const [, system] = /(?:\[Errno -?\d+\] )([^'")]+)/.exec(why) ?? [];
  return (system ?? why.replace(/ for url: .*$/, ''))
    .replace(/[.\s]+$/, '')
    .slice(0, 200);
}

function conflict(lines: readonly string[]): ResolverFailure | undefined {
  const at = lines.indexOf('The conflict is caused by:');
  if (at < 0) return undefined;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex(line => line.trim() === '');
  const causes = rest.slice(0, end < 0 ? rest.length : end).map(line => line.trim());
  const why = problem('packages-conflict', {
    detail: causes.map(plainCause).join('; ')
  });
  const names = causes.flatMap(cause => {
    const text = /^The user requested \(constraint\) (.*)$/.exec(cause)?.[1];
    return text === undefined ? [] : [rootName(text)];
  });
  return names.length > 0
    ? { kind: 'constraint', names, problem: why }
    : { kind: 'all', problem: why };
}

/** In the words of a user who wrote no command. */
function plainCause(cause: string): string {
  return cause
    .replace(/^The user requested \(constraint\) /, 'the base has ')
    .replace(/^The user requested /, 'the notebook wants ');
}

function matchOf(
  lines: readonly string[],
  pattern: RegExp
): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match;
  }
  return undefined;
}

function lastError(lines: readonly string[]): string {
  const said = lines.filter(line => line.trim() !== '');
  const error = said.findLast(line => line.startsWith('ERROR: ')) ?? said.at(-1);
  return (error ?? 'it said nothing').replace(/^ERROR: /, '').replace(/[.\s]+$/, '');
}
