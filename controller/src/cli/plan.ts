/** `jkf plan`: what would happen, without doing it. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { KubernetesObject } from '../core/kubernetes/objects.js';
import { isReady } from '../core/plan/checks.js';
import { runId } from '../core/plan/name.js';
import type { SignalName } from '../ports/process.js';
import type { Planned, PlanRequest, Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples, type Example } from './help.js';
import { addClusterOptions, type ClusterFlags } from './cluster-options.js';
import {
  addCheckOptions,
  addPlanOptions,
  addRunArguments,
  outputOption,
  type CheckFlags,
  type PlanFlags
} from './options.js';
import { paragraphs } from './render/card.js';
import { checkLines } from './render/checks.js';
import { document, FORMATS, type Format } from './render/json.js';
import { kustomizeFolder } from './render/kustomize.js';
import { planCard } from './render/plan-card.js';
import { plural } from './render/text.js';
import { action, layoutOf, print, type Finish } from './report.js';
import { requestOf } from './request.js';
import { isSignal, SIGNAL_EXIT, Signals } from './signals.js';
import { watched } from './watched.js';

export type PlanCommandFlags = PlanFlags &
  ClusterFlags &
  CheckFlags & {
    readonly output: Format;
    readonly manifests?: boolean;
    readonly export?: string;
  };

const EXAMPLES: readonly Example[] = [
  ['jkf plan digits.ipynb', 'the plan as a card'],
  ['jkf plan ddp.ipynb --ranks 3 -o yaml', 'all of it, for three processes'],
  [
    'jkf plan digits.ipynb --function train --param lr=0.1',
    'one function of the notebook'
  ],
  ['jkf plan digits.ipynb --check-imports', 'with every import tried before the run'],
  ['jkf plan train.py -- --epochs 5', 'a Python file and its arguments'],
  [
    'jkf plan ddp.ipynb --target kind-dev/team-a --ranks 3 --manifests | kubectl apply --server-side -f -',
    'the objects of a run on a cluster'
  ]
];

export function planCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('plan')
    .summary('Show what a run would do, without starting it')
    .description(
      'Show what a run would do, without starting it: the code that runs, parameters, files, packages, workers and checks, each with its reason. Ends with 2 when a check failed.'
    );
  addClusterOptions(addCheckOptions(addPlanOptions(addRunArguments(command))))
    .addOption(
      new Option(
        '--manifests',
        'print the objects of a run as YAML, for kubectl'
      ).helpGroup('Cluster:')
    )
    .addOption(
      new Option(
        '--export <folder>',
        'write the objects of a run and its files as a kustomize folder'
      ).helpGroup('Cluster:')
    )
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (file: string, args: string[], flags: PlanCommandFlags) =>
        showPlan(cli, file, args, flags)
      )
    );
  return withExamples(command, EXAMPLES);
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
  const asked = { ...flags, request };
  const planned = await plannedWhole(cli, services, asked);
  if (isSignal(planned)) return SIGNAL_EXIT[planned];
  const { plan } = planned;
  if (flags.manifests || flags.export !== undefined) {
    return showManifests(cli, services, { planned, flags });
  }
  await (flags.output === 'text'
    ? print(out, planCard(plan, layoutOf(out, cli.program)))
    : out.write(document(plan, flags.output)));
  return isReady(plan.checks) ? EXIT.ok : EXIT.input;
}

interface Asked extends CheckFlags {
  readonly request: PlanRequest;
  readonly output: Format;
}

/** With what the image lacks, once that is known; a signal ends the waiting. */
async function plannedWhole(
  cli: Cli,
  { planner, places }: Services,
  { request, output, checkImports }: Asked
): Promise<Planned | SignalName> {
  const signals = new Signals(cli.process);
  try {
    return await watched(cli, { signals, output }, async watch => {
      const { signal, onProgress } = watch;
      const planned = await planner.plan(
        checkImports ? { ...request, imports: watch } : request
      );
      if (planned.plan.cluster?.packages?.kind !== 'add') return planned;
      let answer = await places.packages(planned, { signal });
      while (answer.state === 'looking') {
        if (answer.doing) onProgress(answer.doing);
        answer = await places.packages(planned, { signal });
      }
      return answer.state === 'unasked' ? planned : await planner.plan(request);
    });
  } finally {
    signals.dispose();
  }
}

/** Said in front of the documents: kubectl keeps a copy of what it applies by itself. */
const HINT = '# kubectl apply --server-side -f - also takes bundles above 256 KiB\n';

/** Objects, printed or in a folder; a plan that cannot run has none, and says why. */
async function showManifests(
  cli: Cli,
  { places }: Services,
  { planned, flags }: { planned: Planned; flags: PlanCommandFlags }
): Promise<number> {
  const { out, err } = cli.process.terminal;
  const { checks, name, target } = planned.plan;
  const failing = checks.filter(({ outcome }) => outcome === 'failed');
  if (failing.length > 0 && target.kind === 'cluster') {
    await print(err, paragraphs(checkLines(failing), layoutOf(err, cli.program)));
    return EXIT.input;
  }
  const objects = await places.manifests(planned, runId(name, Math.random));
  if (flags.export === undefined) {
    const texts = objects.map(object => `---\n${document(object, 'yaml')}`);
    await out.write(HINT + texts.join(''));
    return EXIT.ok;
  }
  return exportTo(cli, flags.export, objects);
}

async function exportTo(
  { process: { cwd, files, terminal } }: Cli,
  folder: string,
  objects: readonly KubernetesObject[]
): Promise<number> {
  const written = kustomizeFolder(objects);
  for (const [path, content] of written) {
    await files.write(resolve(cwd, folder, path), content);
  }
  const count = plural(written.size, 'file');
  await print(terminal.err, [
    `${count} written: kubectl apply --server-side -k ${folder}`
  ]);
  return EXIT.ok;
}
