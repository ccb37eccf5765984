/** The checks of a plan that are about its code, its files and what they run with. */
import {
  problem,
  reason,
  type Check,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { checkRequirements } from '../core/notebook/discover/check.js';
import {
  checkOf,
  failed,
  NOTEBOOK_MODE_NEEDS,
  noted,
  passed,
  warned
} from '../core/plan/checks.js';
import type { Prepared } from '../core/plan/prepare.js';
import type { FoundEnvironment } from './environment.js';
import type { Findings } from './findings.js';
import type { Tried } from './import-trial.js';

/** What was found about one file, and what is said of it. */
export interface Found {
  readonly prepared: Prepared;
  readonly found: FoundEnvironment;
  readonly findings: Findings;
  readonly syntax: readonly Check[];
  readonly tried: Tried;
}

/** @param elsewhere - it runs in an image: what this computer has is not what counts */
export function checksOf(
  gathered: Found,
  parameters: readonly Problem[],
  elsewhere: boolean
): Check[] {
  const { prepared, found, findings, syntax, tried } = gathered;
  const { discovery } = findings;
  const installed = elsewhere ? [] : checkInstalled(gathered);
  return [
    ...checkOf('code', prepared.problems, reason('code-runs', {})),
    ...syntax,
    ...(elsewhere ? kernelHere(found) : found.checks),
    ...installed,
    ...(elsewhere ? [] : checkNotebookMode(gathered)),
    ...checkOf('parameters', parameters, reason('parameters-fit', {})),
    ...orderOf(prepared),
    ...prepared.notes.map(note => noted('code', note)),
    ...tried.checks,
    ...discovery.importFaults.failing.map(why => failed('imports', why)),
    ...discovery.importFaults.doubtful.map(why => warned('imports', why)),
    ...discovery.importFaults.untold.map(note => noted('imports', note)),
    ...(elsewhere ? unreadOf(prepared) : []),
    ...discovery.problems.map(why => failed('files', why)),
    ...discovery.warnings.map(why => warned('files', why)),
    ...discovery.notes.map(note => noted('files', note))
  ];
}

/** Commands of apt that are in no image that is built. */
function unreadOf({ system: { unread } }: Prepared): Check[] {
  return unread.flatMap(command =>
    warned('build', problem('build-unread', { command }))
  );
}

function orderOf({ more = [] }: Prepared): Check[] {
  if (more.length === 0) return [];
  return [passed('order', reason('notebooks-in-order', { count: more.length + 1 }))];
}

/** What was imported is there, whatever is known of its package. */
function checkInstalled({ found: { facts }, findings, tried }: Found): Check[] {
  if (!facts) return [];
  const modules = [...(facts.modules ?? []), ...tried.imported];
  const { requirements } = findings.discovery;
  return checkRequirements(requirements, { ...facts, modules });
}

/** A plan for an image needs no interpreter here; it only tells less without one. */
function kernelHere({ facts }: FoundEnvironment): Check[] {
  if (facts) return [];
  const message = reason('kernel-not-here', {});
  return [{ name: 'kernel', outcome: 'unknown', message }];
}

function checkNotebookMode({ prepared, found: { facts } }: Found): Check[] {
  if (prepared.mode !== 'notebook' || !facts) return [];
  const installed = new Set(facts.distributions.map(({ name }) => name));
  const missing = NOTEBOOK_MODE_NEEDS.filter(name => !installed.has(name));
  if (missing.length === 0)
    return [passed('packages', reason('notebook-mode-ready', {}))];
  const params = { packages: missing.join(' '), python: facts.python };
  return [failed('packages', problem('packages-for-notebook-mode', params))];
}
