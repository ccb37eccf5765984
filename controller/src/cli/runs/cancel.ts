/** `jkf runs cancel`. */
import { Command } from 'commander';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { hasEnded } from '../../core/run/ended.js';
import { RUN_MARKS } from '../render/marks.js';
import { typed } from '../render/typed.js';
import { action, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

export function cancelCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('cancel')
    .summary('End a run')
    .description(
      'End a run: its processes get SIGTERM, and SIGKILL after the grace of the plan (10 s). A run that has ended stays as it is.'
    )
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .option('-w, --wait', 'come back when it has ended')
    .action(
      action(cli, finish, (id: string, flags: { wait?: boolean }) =>
        cancel(cli, id, flags.wait === true)
      )
    );
  return withExamples(command, [
    ['jkf runs cancel last', 'ask the newest run to end'],
    ['jkf runs cancel last --wait', 'and wait until nothing of it is left']
  ]);
}

async function cancel(cli: Cli, wanted: string, wait: boolean): Promise<number> {
  const { target } = (await cli.services()).runs;
  const run = selectRun(await target.list(), wanted);
  await target.cancel(run.id);
  const now = wait ? await ended(target, run.id) : run;
  const state = RUN_MARKS[now.state].word.toLowerCase();
  const sentence = hasEnded(now)
    ? `${run.id}: ${state}.`
    : `${run.id} is asked to end. See how it ended with: jkf runs show ${run.id}`;
  await print(cli.process.terminal.err, [typed(sentence, cli.program)]);
  return EXIT.ok;
}

async function ended(target: RunTarget, id: string): Promise<Run> {
  for await (const item of target.follow(id)) {
    if (item.kind === 'run' && hasEnded(item.run)) return item.run;
  }
  return target.get(id);
}
