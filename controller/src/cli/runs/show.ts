/** `jkf runs show`. */
import { Command } from 'commander';
import { ProblemError, type Plan, type Run } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { outputOption } from '../options.js';
import { document, FORMATS, type Format } from '../render/json.js';
import { runCard, type ShownFacts } from '../render/run-card.js';
import { action, layoutOf, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

export function showCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('show')
    .summary('Show one run')
    .description('Show one run: state, why it failed, workers, metrics, outputs.')
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (id: string, flags: { output: Format }) =>
        show(cli, id, flags.output)
      )
    );
  return withExamples(command, [
    ['jkf runs show last', 'the newest run'],
    ['jkf runs show last -o json | jq .run.metrics', 'its metrics, for a program']
  ]);
}

async function show(cli: Cli, wanted: string, format: Format): Promise<number> {
  const { runs, clock } = await cli.services();
  const { id } = selectRun(await runs.target.list(), wanted);
  const [run, plan, outputs] = await Promise.all([
    runs.target.get(id),
    runs.target.plan(id),
    runs.target.outputs(id)
  ]);
  const { out } = cli.process.terminal;
  if (format === 'text') {
    const more = await moreOf(runs.target, run, plan);
    const facts = { plan, outputs, now: clock.now(), ...more };
    await print(out, runCard(run, facts, layoutOf(out, cli.program)));
    return EXIT.ok;
  }
  await out.write(document({ run, plan, outputs }, format));
  return EXIT.ok;
}

/** What people are shown beside what programs get. */
async function moreOf(
  target: RunTarget,
  { id, parent }: Run,
  { mode }: Plan
): Promise<Pick<ShownFacts, 'before' | 'result'>> {
  const before = parent === undefined ? undefined : await planOf(target, parent);
  const result = mode === 'function' ? await resultOf(target, id) : undefined;
  return {
    ...(before === undefined ? {} : { before }),
    ...(result === undefined ? {} : { result })
  };
}

/** The plan of an earlier run, which may have been deleted since. */
async function planOf(target: RunTarget, id: string): Promise<Plan | undefined> {
  try {
    return await target.plan(id);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** What the function returned on the first rank: the value outside any cell. */
async function resultOf(target: RunTarget, id: string): Promise<string | undefined> {
  let result: string | undefined;
  for await (const item of target.follow(id, { live: false, logs: false })) {
    if (item.kind !== 'event' || item.rank !== 0) continue;
    const { event } = item;
    if (event.kind === 'value' && event.cell === 0) result = event.text;
  }
  return result;
}
