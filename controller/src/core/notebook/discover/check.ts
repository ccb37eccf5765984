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
 * One check a requirement that is not met (`failed`) or cannot be judged (`unknown`: a
 * URL, a marker, a pre-release); a single `ok` when there is none of them.
 */
export function checkRequirements(
  requirements: readonly Requirement[],
  environment: CheckedEnvironment
): Check[] {
  const needed = requirements.filter(isNeeded);
  const checks = needed.flatMap(one => checkOne(one, environment) ?? []);
  if (checks.length > 0) return checks;
  const message = reason('requirements-installed', { count: needed.length });
  return [{ name: 'requirements', outcome: 'ok', message }];
}

/** A guess is not included, but the import behind it fails all the same. */
function isNeeded({ included, reason: why }: Requirement): boolean {
  return included || why.code === 'requirement-guessed';
}

function checkOne(
  requirement: Requirement,
  environment: CheckedEnvironment
): Check | undefined {
  const line = readRequirement(requirement.text);
  const { text, installed } = requirement;
  if (line?.kind !== 'package' || (line.marker && installed === undefined)) {
    return unclear(text);
  }
  if (installed === undefined) return missing(text, environment.python);
  const answer = satisfies(installed, line.specifier);
  if (answer === 'yes') return undefined;
  return answer === 'unknown' || line.marker
    ? unclear(text)
    : otherVersion(text, installed, environment.python);
}

function unclear(requirement: string): Check {
  const message = reason('requirement-unclear', { requirement });
  return { name: 'requirements', outcome: 'unknown', message };
}

function missing(requirement: string, python: string): Check {
  return {
    name: 'requirements',
    outcome: 'failed',
    message: reason('requirement-not-installed', { requirement }),
    problem: problem('requirement-missing', { requirement, python })
  };
}

function otherVersion(requirement: string, installed: string, python: string): Check {
  return {
    name: 'requirements',
    outcome: 'failed',
    message: reason('requirement-other-version', { requirement, installed }),
    problem: problem('requirement-version', { requirement, installed, python })
  };
}
