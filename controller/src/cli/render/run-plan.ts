/** What a run was given, as rows of its card: from the plan it was started with. */
import type { Parameter, Plan } from '@jupyterlab-kubeflow/protocol';
import type { CardLine, CardRow } from './card.js';
import { modeText, parameterLines } from './plan-card.js';
import { customisedRow } from './plan-cluster.js';
import { cutMiddle } from './text.js';

/** The plan of a run, and that of the run it repeats while that is still there. */
export interface GivenPlans {
  readonly plan: Plan;
  readonly before?: Plan;
}

/** Longest argument list shown, in columns. */
const ARGUMENT_COLUMNS = 200;

/** Mode, parameters, interpreter, and what a rerun changed. */
export function givenRows({ plan, before }: GivenPlans): CardRow[] {
  const { commit } = plan.source;
  return [
    { label: 'Commit', lines: commit === undefined ? [] : [{ text: commit }] },
    { label: 'As', lines: [{ text: modeWithArguments(plan) }] },
    { label: 'Parameters', lines: parameterLines(plan.parameters) },
    { label: 'Changed', lines: before ? changeLines(plan, before) : [] },
    { label: 'Python', lines: pythonLines(plan) },
    customisedRow(plan)
  ];
}

function modeWithArguments(plan: Plan): string {
  const { entry } = plan.bundle;
  const args = entry.kind === 'file' ? entry.args.join(' ') : '';
  return cutMiddle([modeText(plan), args].filter(Boolean).join(' '), ARGUMENT_COLUMNS);
}

function pythonLines({ environment: { python, version } }: Plan): CardLine[] {
  const known: CardLine[] = version === undefined ? [] : [{ text: version }];
  return [...known, { text: python, meaning: 'dim' }];
}

function changeLines({ parameters }: Plan, before: Plan): CardLine[] {
  const changes = parameters.flatMap(parameter => {
    const { name } = parameter;
    const earlier = before.parameters.find(each => each.name === name);
    const [then, now] = [earlier ? valueText(earlier) : '', valueText(parameter)];
    return then === now ? [] : [{ text: `${name}: ${now}, was ${then}` }];
  });
  return changes.length > 0 ? changes : [{ text: 'nothing' }];
}

function valueText({ value, defaultSource }: Parameter): string {
  return value === undefined ? defaultSource : JSON.stringify(value);
}
