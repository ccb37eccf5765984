/** A run as it begins, and its plan when it is repeated. */
import type { Plan, Run } from '@jupyterlab-kubeflow/protocol';
import { rankPlan } from '../workload/environment.js';

/** What makes a run, besides its plan. */
export interface Birth {
  readonly id: string;
  /** The run that is repeated. */
  readonly parent?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** A run before its first process. */
export function firstState(plan: Plan, { id, parent, createdAt }: Birth): Run {
  return {
    id,
    name: plan.name,
    state: 'pending',
    framework: plan.workload.framework,
    source: plan.source.path,
    ...(parent === undefined ? {} : { parent }),
    createdAt,
    ranks: rankPlan(plan.workload).map(rank => ({ ...rank, state: 'waiting' })),
    metrics: {}
  };
}

/** The plan with other values for some of its parameters; names it does not know are left. */
export function withParameters(
  plan: Plan,
  values: Readonly<Record<string, unknown>>
): Plan {
  const parameters = plan.parameters.map(parameter =>
    Object.hasOwn(values, parameter.name)
      ? { ...parameter, value: values[parameter.name] }
      : parameter
  );
  return { ...plan, parameters };
}

/** Newest first. */
export function newestFirst(runs: readonly Run[]): Run[] {
  return [...runs].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}
