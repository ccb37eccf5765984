/** Starting runs: only plans that can run, each once. */
import {
  fail,
  ProblemError,
  type Problem,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { isRunId, runId } from '../core/plan/name.js';
import { chooseParameters, overridesOf } from '../core/plan/parameters.js';
import type { LaunchWatch, RunTarget } from '../ports/target.js';
import type { Planned, Runs } from './services.js';

export class TargetRuns implements Runs {
  readonly target: RunTarget;
  readonly #random: () => number;

  /** @param random - gives numbers in [0, 1), for ids */
  constructor(target: RunTarget, random: () => number) {
    this.target = target;
    this.#random = random;
  }

  async start(
    { plan, bundle }: Planned,
    id?: string,
    watch: LaunchWatch = {}
  ): Promise<Run> {
    const blocked = plan.checks.find(check => check.outcome === 'failed')?.problem;
    if (blocked) refuse(plan.source.path, blocked);
    if (id !== undefined && !isRunId(id)) fail('run-id-invalid', { id });
    return this.target.launch({
      ...watch,
      id: id ?? runId(plan.name, this.#random),
      plan,
      bundle
    });
  }

  async rerun(
    from: string,
    values: Readonly<Record<string, unknown>>,
    id?: string,
    watch: LaunchWatch = {}
  ): Promise<Run> {
    const plan = await this.target.plan(from);
    const { parameters, problems } = chooseParameters(plan.parameters, values);
    const [wrong] = problems;
    if (wrong) throw new ProblemError(wrong);
    return this.target.rerun({
      ...watch,
      id: id ?? runId(plan.name, this.#random),
      from,
      parameters: overridesOf(parameters)
    });
  }
}

function refuse(path: string, { sentence, remedy, place }: Problem): never {
  fail('plan-blocked', { path, sentence, remedy }, place);
}
