/** `jkf runs show`. */
import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { outputOption } from '../options.js';
import { document, FORMATS, type Format } from '../render/json.js';
import { runCard } from '../render/run-card.js';
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
  const [run, outputs] = await Promise.all([
    runs.target.get(id),
    runs.target.outputs(id)
  ]);
  const { out } = cli.process.terminal;
  if (format === 'text') {
    const facts = { outputs, now: clock.now() };
    await print(out, runCard(run, facts, layoutOf(out)));
    return EXIT.ok;
  }
  const plan = await runs.target.plan(id);
  await out.write(document({ run, plan, outputs }, format));
  return EXIT.ok;
}
