/** The plan as a card: what would happen, each value with where it came from. */
import type { Environment, Parameter, Plan } from '@jupyterlab-kubeflow/protocol';
import { isReady } from '../../core/plan/checks.js';
import { FRAMEWORK_NAMES, rankCount } from '../../core/workload/workload.js';
import { card, type CardLine, type CardRow, type Layout } from './card.js';
import { checkLines } from './checks.js';
import { cutMiddle, plural } from './text.js';
import { clusterRows } from './plan-cluster.js';
import {
  codeLines,
  fileLines,
  neededLines,
  packageLines,
  SOURCE_COLUMNS
} from './plan-details.js';

/** Lines of the card, title first, verdict last. */
export function planCard(plan: Plan, layout: Layout): string[] {
  return [
    layout.paint('strong', plan.source.path),
    ...card(planRows(plan), layout),
    '',
    verdictLine(plan, layout)
  ];
}

function planRows(plan: Plan): CardRow[] {
  return [
    { label: 'Where', lines: whereLines(plan) },
    { label: 'As', lines: [{ text: modeText(plan) }, because(plan, 'mode')].flat() },
    { label: 'Workers', lines: workerLines(plan) },
    ...clusterRows(plan),
    { label: 'Code', lines: plan.source.kind === 'notebook' ? codeLines(plan) : [] },
    { label: 'Parameters', lines: parameterLines(plan.parameters) },
    { label: 'Files', lines: fileLines(plan.bundle) },
    { label: 'Inputs', lines: inputLines(plan) },
    { label: 'Packages', lines: packagesOf(plan) },
    {
      label: 'Variables',
      lines: plan.env.map(({ name, value }) => ({ text: `${name}=${value}` }))
    },
    { label: 'Checks', lines: checkLines(plan.checks) }
  ];
}

/** What is installed here does not count for an image. */
function packagesOf({ bundle: { requirements }, target }: Plan): CardLine[] {
  return target.kind === 'local'
    ? packageLines(requirements)
    : neededLines(requirements);
}

function kernelText(environment: Environment): string {
  return environment.kind === 'interpreter' && environment.kernel !== undefined
    ? ` (kernel ${environment.kernel})`
    : '';
}

function whereLines({ environment, target }: Plan): CardLine[] {
  const { python, version } = environment;
  const place =
    target.kind === 'local'
      ? 'This computer'
      : `${target.context}, namespace ${target.namespace}`;
  const language = version === undefined ? 'Python' : `Python ${version}`;
  return [
    { text: `${place}, ${language}${kernelText(environment)}` },
    {
      text: environment.kind === 'image' ? environment.image : python,
      meaning: 'dim'
    },
    { text: environment.reason.text, meaning: 'dim' }
  ];
}

/** `Script`, `Function train()`: how the code is run. */
export function modeText({ mode, bundle: { entry } }: Plan): string {
  switch (mode) {
    case 'script':
      return 'Script';
    case 'notebook':
      return ['Whole notebook', ...behind(entry)].join(', then ');
    case 'function':
      return `Function ${entry.kind === 'function' ? `${entry.name}()` : ''}`.trim();
    case 'file':
      return 'Python file';
  }
}

function behind(entry: Plan['bundle']['entry']): readonly string[] {
  return entry.kind === 'notebook' ? (entry.then ?? []) : [];
}

function workerLines(plan: Plan): CardLine[] {
  const { framework, replicas } = plan.workload;
  const ranks = rankCount(plan.workload);
  const roles = replicas
    .map(({ role, count }) => plural(count, role, role === 'ps' ? role : `${role}s`))
    .join(', ');
  const name = framework === 'none' ? '' : FRAMEWORK_NAMES[framework];
  const parts = [String(ranks), name, ranks > 1 ? roles : ''].filter(Boolean);
  const chosen = because(plan, 'workload.framework');
  return [{ text: parts.join(' · ') }, ...(framework === 'none' ? [] : chosen)];
}

function because({ reasons }: Plan, field: string): CardLine[] {
  const message = reasons[field];
  return message ? [{ text: message.text, meaning: 'dim' }] : [];
}

/** One line a parameter: its value, and its default when it has another. */
export function parameterLines(parameters: readonly Parameter[]): CardLine[] {
  return parameters.map(parameter => ({
    text: [
      valueText(parameter),
      ...(parameter.help === undefined
        ? []
        : [`# ${parameter.help.replace(/^#\s*/, '')}`])
    ].join('  ')
  }));
}

/** A parameter of a function may have no default. */
function valueText({ name, defaultSource, value }: Parameter): string {
  const usual = onOneLine(defaultSource);
  if (value === undefined)
    return usual === '' ? `${name} needs a value` : `${name} = ${usual}`;
  const instead = usual === '' ? '' : ` instead of ${usual}`;
  return `${name} = ${JSON.stringify(value)}${instead}`;
}

/** A default as written, which may take many lines. */
function onOneLine(source: string): string {
  return cutMiddle(source.replace(/\s*\n\s*/g, ' '), SOURCE_COLUMNS);
}

/** What comes from where, and how the code finds it. */
function inputLines({ inputs = [] }: Plan): CardLine[] {
  return inputs.flatMap(({ name, url, secret, variable, size }): CardLine[] => {
    const by = secret === undefined ? '' : `, with the Secret ${secret}`;
    return [
      { text: `${name}  ${url}${by}` },
      { text: `${size.text}; in the folder that ${variable} names`, meaning: 'dim' }
    ];
  });
}

function verdictLine(plan: Plan, { paint }: Layout): string {
  if (isReady(plan.checks)) return paint('ok', 'Ready to run.');
  const failed = plan.checks.filter(({ outcome }) => outcome === 'failed').length;
  const checks = failed === 1 ? 'one check failed' : `${String(failed)} checks failed`;
  return paint('bad', `Cannot run: ${checks}.`);
}
