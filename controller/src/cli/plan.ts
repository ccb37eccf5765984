/** `jkf plan`: what would happen, without doing it. */
import { Command } from 'commander';
import { isReady } from '../core/plan/checks.js';
import { runId } from '../core/plan/name.js';
import type { Planned, Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { addClusterOptions, type ClusterFlags } from './cluster-options.js';
import { addPlanOptions, outputOption, type PlanFlags } from './options.js';
import { paragraphs } from './render/card.js';
import { checkLines } from './render/checks.js';
import { document, FORMATS, type Format } from './render/json.js';
import { planCard } from './render/plan-card.js';
import { action, layoutOf, print, type Finish } from './report.js';
import { requestOf } from './request.js';

export type PlanCommandFlags = PlanFlags &
  ClusterFlags & { readonly output: Format; readonly manifests?: boolean };

export function planCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('plan')
    .summary('Show what a run would do, without starting it')
    .description(
      'Show what a run would do, without starting it: the code that runs, parameters, files, packages, workers and checks, each with its reason. Ends with 2 when a check failed.'
    )
    .argument('<file>', 'notebook (.ipynb) or Python file (.py)')
    .argument('[args...]', 'arguments of a .py file, after --');
  addClusterOptions(addPlanOptions(command))
    .option(
      '--manifests',
      'print the objects of a run on the cluster as YAML, for kubectl'
    )
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
    ['jkf plan train.py -- --epochs 5', 'a Python file and its arguments'],
    [
      'jkf plan ddp.ipynb --target kind-dev/team-a --ranks 3 --manifests | kubectl apply --dry-run=server -f -',
      'the objects of a run on a cluster'
    ]
  ]);
}

async function showPlan(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: PlanCommandFlags
): Promise<number> {
  const { out } = cli.process.terminal;
  const services = await cli.services();
  const request = await requestOf(cli, services, { file, args, flags });
  const planned = await services.planner.plan(request);
  const { plan } = planned;
  if (flags.manifests) return showManifests(cli, services, planned);
  await (flags.output === 'text'
    ? print(out, planCard(plan, layoutOf(out, cli.program)))
    : out.write(document(plan, flags.output)));
  return isReady(plan.checks) ? EXIT.ok : EXIT.input;
}

/** Objects as YAML documents; a plan that cannot run has none, and says why. */
async function showManifests(
  cli: Cli,
  services: Services,
  planned: Planned
): Promise<number> {
  const { out, err } = cli.process.terminal;
  const { checks, name } = planned.plan;
  if (!isReady(checks)) {
    const failing = checks.filter(({ outcome }) => outcome === 'failed');
    await print(err, paragraphs(checkLines(failing), layoutOf(err, cli.program)));
    return EXIT.input;
  }
  const id = runId(name, Math.random);
  const objects = await services.places.manifests(planned, id);
  await out.write(objects.map(object => `---\n${document(object, 'yaml')}`).join(''));
  return EXIT.ok;
}
