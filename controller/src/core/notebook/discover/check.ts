/** Does the environment have what the code needs? */
import {
  problem,
  reason,
  type Check,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import type { EnvironmentFacts } from './distributions.js';
import { readRequirement } from './requirement-lines.js';
import { satisfies } from './specifiers.js';

/** The environment, and how to name it. */
export interface CheckedEnvironment extends EnvironmentFacts {
  /** Path of the interpreter. */
  readonly python: string;
}

/**
 * How a requirement stands: `unmet` by what is installed, or not to be `told` (a URL, a
 * marker, a pre-release).
 */
type Standing = 'met' | 'unmet' | 'untold';

/**
 * One check of each kind that applies: what the code cannot do without (`failed`), what a
 * file lists and the code does not import (`warning`), modules nobody knows (`failed`),
 * what cannot be told (`unknown`); a single `ok` when there is none of them.
 */
export function checkRequirements(
  requirements: readonly Requirement[],
  environment: CheckedEnvironment
): Check[] {
  const needed = requirements.filter(
    one => isNeeded(one) && !isThere(one, environment)
  );
  const standing = new Map(needed.map(one => [one, standingOf(one)]));
  const unmet = needed.filter(one => standing.get(one) === 'unmet');
  const untold = needed.filter(one => standing.get(one) === 'untold');
  const known = unmet.filter(one => !isGuess(one));
  const checks = [
    ...lacking(
      known.filter(one => !isUnused(one)),
      'failed',
      environment
    ),
    ...unknownModules(unmet.filter(isGuess), environment),
    ...lacking(known.filter(isUnused), 'warning', environment),
    ...unclear(untold)
  ];
  if (checks.length > 0) return checks;
  const message =
    needed.length > 0
      ? reason('requirements-installed', { packages: countText(needed.length) })
      : reason('requirements-none', {});
  return [{ name: 'requirements', outcome: 'ok', message }];
}

/** A guess is not included, but the import behind it fails all the same. */
function isNeeded(requirement: Requirement): boolean {
  return requirement.included || isGuess(requirement);
}

/** A module that can be imported is there, whatever its package may be called. */
function isThere(
  { reason: why }: Requirement,
  { modules = [] }: EnvironmentFacts
): boolean {
  const isDeduced = /^requirement-(?:guessed|common)$/.test(why.code);
  return isDeduced && modules.includes(String(why.params['module']));
}

function isGuess({ reason: why }: Requirement): boolean {
  return why.code === 'requirement-guessed';
}

function isUnused({ reason: why }: Requirement): boolean {
  return why.code === 'requirement-unused';
}

function standingOf({ text, installed }: Requirement): Standing {
  const line = readRequirement(text);
  if (line?.kind !== 'package') return 'untold';
  if (installed === undefined) return line.marker ? 'untold' : 'unmet';
  const answer = satisfies(installed, line.specifier);
  if (answer === 'yes') return 'met';
  return answer === 'unknown' || line.marker ? 'untold' : 'unmet';
}

const MESSAGES = {
  failed: 'requirements-lacking',
  warning: 'requirements-unused'
} as const;

/** One check, and one command that installs all of them. */
function lacking(
  unmet: readonly Requirement[],
  outcome: 'failed' | 'warning',
  { python }: CheckedEnvironment
): Check[] {
  if (unmet.length === 0) return [];
  const requirements = unmet.map(lackText).join(', ');
  const wanted = unmet.map(({ text }) => quoted(text)).join(' ');
  return [
    {
      name: 'requirements',
      outcome,
      message: reason(MESSAGES[outcome], { requirements }),
      problem: problem('requirements-lacking', { requirements, python, wanted })
    }
  ];
}

/** `numpy>=2 (1.26.4 is installed)`. */
function lackText({ text, installed }: Requirement): string {
  return installed === undefined ? text : `${text} (${installed} is installed)`;
}

/** No command: the name of the package is not known, and a wrong one installs anything. */
function unknownModules(
  guesses: readonly Requirement[],
  { python }: CheckedEnvironment
): Check[] {
  if (guesses.length === 0) return [];
  const modules = guesses.map(importText).join(', ');
  return [
    {
      name: 'imports',
      outcome: 'failed',
      message: reason('modules-unknown', { modules }),
      problem: problem('modules-unknown', { modules, python })
    }
  ];
}

/** `helpers (cell 3)`. */
function importText({ name, reason: { params } }: Requirement): string {
  return `${String(params['module'] ?? name)} (${String(params['where'] ?? '')})`;
}

function unclear(untold: readonly Requirement[]): Check[] {
  if (untold.length === 0) return [];
  const requirements = untold.map(({ text }) => text).join(', ');
  const message = reason('requirements-untold', { requirements });
  return [{ name: 'requirements', outcome: 'unknown', message }];
}

function countText(count: number): string {
  return count === 1 ? 'one package' : `${String(count)} packages`;
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w.+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
