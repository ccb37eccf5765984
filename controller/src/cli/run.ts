/** `jkf run`: plans, starts and follows a run. */
import { Command } from 'commander';
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import { LastLines } from '../core/builder/last-lines.js';
import { isReady } from '../core/plan/checks.js';
import type { SignalName } from '../ports/process.js';
import type { Planned, PlanRequest, Services } from '../service/services.js';
import { attend, type AttendFlags } from './attend.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples, type Example } from './help.js';
import { addClusterOptions, type ClusterFlags } from './cluster-options.js';
import {
  addAttendOptions,
  addCheckOptions,
  addPlanOptions,
  addRunArguments,
  type CheckFlags,
  type PlanFlags
} from './options.js';
import { paragraphs } from './render/card.js';
import { checkLines } from './render/checks.js';
import { planWords, typed } from './render/typed.js';
import { ERASE_LINE } from './render/screen.js';
import { cut } from './render/text.js';
import { action, layoutOf, print, type Finish } from './report.js';
import { requestOf } from './request.js';
import { isSignal, SIGNAL_EXIT, Signals } from './signals.js';
import { watched } from './watched.js';

type RunFlags = PlanFlags &
  ClusterFlags &
  AttendFlags &
  CheckFlags & { readonly id?: string };

const EXAMPLES: readonly Example[] = [
  ['jkf run digits.ipynb', 'run it and watch its output'],
  ['jkf run digits.ipynb -p epochs=20 -p lr=0.01', 'with other parameter values'],
  [
    'jkf run ddp.ipynb --ranks 3',
    'three processes that find each other through RANK and MASTER_ADDR'
  ],
  ['jkf run tf.ipynb --replicas chief=1,worker=2', 'by role, as TensorFlow names them'],
  ['jkf run digits.ipynb --mode notebook', 'keep the executed notebook'],
  ['jkf run train.py -- --epochs 5', 'a Python file and its arguments'],
  [
    'jkf run clean.ipynb train.ipynb',
    'notebooks one after the other, up to the first that fails'
  ],
  [
    'jkf run ddp.ipynb --target kind-dev/team-a --ranks 3 --gpus 1',
    'on a cluster: three pods with a GPU each'
  ],
  [
    'jkf run digits.ipynb --input digits=s3://data/digits -t dev',
    'with data of an object store, in the folder that JKF_INPUT_DIGITS names'
  ],
  [
    'id=$(jkf run digits.ipynb -d); jkf runs logs $id --follow',
    'start it, watch it later'
  ],
  [
    'jkf run digits.ipynb -o json | jq .event.value',
    'everything it reports, one JSON object a line'
  ]
];

export function runCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('run')
    .summary('Run a notebook or Python file, here or on a cluster, and watch it')
    .description(
      'Run a notebook or Python file, on this computer or with --target on a cluster, as one process or several ranks, and watch it. The run does not depend on jkf: closing the terminal leaves it going. Ctrl-C cancels it; pressed twice, it leaves without waiting. Exit code: that of the run.'
    );
  addAttendOptions(
    addClusterOptions(addCheckOptions(addPlanOptions(addRunArguments(command))))
  )
    .option(
      '--id <id>',
      'id of the run; starting the same id again starts nothing (default: made from the name)'
    )
    .action(
      action(cli, finish, (file: string, args: string[], flags: RunFlags) =>
        run(cli, file, args, flags)
      )
    );
  return withExamples(command, EXAMPLES);
}

async function run(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: RunFlags
): Promise<number> {
  const services = await cli.services();
  const request = await requestOf(cli, services, { file, args, flags });
  const signals = new Signals(cli.process);
  try {
    const planned = await plannedFor(services, request, { cli, signals, flags });
    // Nothing was started yet: there is nothing to cancel or to leave.
    if (isSignal(planned)) return SIGNAL_EXIT[planned];
    const words = planWords(file, args, flags);
    const blocked = await announce(cli, planned.plan, { flags, words });
    if (blocked) return EXIT.input;
    return await start(services, planned, { cli, signals, flags });
  } finally {
    signals.dispose();
  }
}

/** The plan, or the signal that came before it. */
async function plannedFor(
  { planner }: Pick<Services, 'planner'>,
  request: PlanRequest,
  { cli, signals, flags }: { cli: Cli; signals: Signals; flags: RunFlags }
): Promise<Planned | SignalName> {
  const { output, checkImports } = flags;
  if (checkImports) {
    return watched(cli, { signals, output }, imports =>
      planner.plan({ ...request, imports })
    );
  }
  const stop = await note(cli, `Planning ${request.shown} …`, flags);
  return signals.race(planner.plan(request)).finally(stop);
}

/** A word on the terminal while something takes a moment; the result takes it away. */
async function note(
  { process }: Cli,
  text: string,
  { output }: AttendFlags
): Promise<() => Promise<void>> {
  const { err } = process.terminal;
  if (!err.isTTY || output === 'json') return () => Promise.resolve();
  await err.write(layoutOf(err).paint('dim', cut(text, err.columns() - 1)));
  return () => err.write(ERASE_LINE);
}

/** Lines of a build that fit a screen. */
const LAST = 30;

async function start(
  services: Services,
  planned: Planned,
  { cli, signals, flags }: { cli: Cli; signals: Signals; flags: RunFlags }
): Promise<number> {
  const { output } = flags;
  const log = new LastLines(LAST);
  const started = await watched(cli, { signals, output }, watch =>
    services.runs.start(planned, flags.id, { ...watch, onLine: log.take })
  ).catch(async (error: unknown) => {
    // Nothing is left of a run that has not started: what was built is told here.
    if (output === 'text') await print(cli.process.terminal.err, log.lines);
    throw error;
  });
  if (isSignal(started)) return SIGNAL_EXIT[started];
  return attend(started, flags, { cli, services, signals });
}

/**
 * Says what is noteworthy about the plan. True when it cannot run and that was said;
 * for programs the service's `plan-blocked` says it.
 */
async function announce(
  cli: Cli,
  plan: Plan,
  { flags, words }: { flags: AttendFlags; words: string }
): Promise<boolean> {
  if (flags.output === 'json') return false;
  const ready = isReady(plan.checks);
  const wanted = ready ? 'warning' : 'failed';
  const shown = plan.checks.filter(({ outcome }) => outcome === wanted);
  const { err } = cli.process.terminal;
  await print(err, paragraphs(checkLines(shown), layoutOf(err, cli.program)));
  if (!ready) {
    const hint = `Nothing was started. The whole plan: jkf plan ${words}`;
    await print(err, [typed(hint, cli.program)]);
  }
  return !ready;
}
