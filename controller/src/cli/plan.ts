/** `jkf plan`: what would happen, without doing it. */
import { Command } from 'commander';
import { isReady } from '../core/plan/checks.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { addPlanOptions, outputOption, type PlanFlags } from './options.js';
import { document, FORMATS, type Format } from './render/json.js';
import { planCard } from './render/plan-card.js';
import { action, layoutOf, print, type Finish } from './report.js';
import { requestOf } from './request.js';

export type PlanCommandFlags = PlanFlags & { readonly output: Format };

export function planCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('plan')
    .summary('Show what a run would do, without starting it')
    .description(
      'Show what a run would do, without starting it: the code that runs, parameters, files, packages, workers and checks, each with its reason. Ends with 2 when a check failed.'
    )
    .argument('<file>', 'notebook (.ipynb) or Python file (.py)')
    .argument('[args...]', 'arguments of a .py file, after --');
  addPlanOptions(command)
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (file: string, args: string[], flags: PlanCommandFlags) =>
        showPlan(cli, file, args, flags)
      )
    );
  return withExamples(command, [
    ['jkf plan digits.ipynb', 'the plan as a card'],
    ['jkf plan ddp.ipynb --ranks 3 -o yaml', 'all of it, for three processes'],
    [
      'jkf plan digits.ipynb --function train --param lr=0.1',
      'one function of the notebook'
    ],
    ['jkf plan train.py -- --epochs 5', 'a Python file and its arguments']
  ]);
}

async function showPlan(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: PlanCommandFlags
): Promise<number> {
  const { out } = cli.process.terminal;
  const request = requestOf(cli, file, args, flags);
  const { planner } = await cli.services();
  const { plan } = await planner.plan(request);
  await (flags.output === 'text'
    ? print(out, planCard(plan, layoutOf(out, cli.program)))
    : out.write(document(plan, flags.output)));
  return isReady(plan.checks) ? EXIT.ok : EXIT.input;
}
