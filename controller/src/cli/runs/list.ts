/** `jkf runs list`. */
import { Command, Option } from 'commander';
import { RunState, type Run } from '@jupyterlab-kubeflow/protocol';
import { parseTarget } from '../../service/places.js';
import type { Services } from '../../service/services.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { outputOption } from '../options.js';
import { parseCount } from '../parse.js';
import { document, FORMATS, type Format } from '../render/json.js';
import { runTable } from '../render/run-table.js';
import { typed } from '../render/typed.js';
import { action, layoutOf, print, type Finish } from '../report.js';

interface ListFlags {
  readonly state?: RunState;
  readonly limit: string;
  readonly target?: string;
  readonly output: Format;
}

export function listCommand(cli: Cli, finish: Finish): Command {
  const state = new Option('-s, --state <state>', 'only runs in this state');
  const command = new Command('list')
    .alias('ls')
    .summary('List runs')
    .description('List runs, the newest first.')
    .addOption(state.choices(RunState.options))
    .option('-n, --limit <n>', 'at most so many; 0: all', '20')
    .option(
      '--target <place>',
      'only runs of this place: local, or CONTEXT[/NAMESPACE] of a kubeconfig'
    )
    .addOption(outputOption(FORMATS))
    .action(action(cli, finish, (flags: ListFlags) => list(cli, flags)));
  return withExamples(command, [
    ['jkf runs list', 'the 20 newest runs'],
    ['jkf runs list --state running -o json', 'what runs now, for a program']
  ]);
}

async function list(cli: Cli, flags: ListFlags): Promise<number> {
  const limit = parseCount('--limit', flags.limit, 0) || Infinity;
  const services = await cli.services();
  const { clock } = services;
  const found = await listed(services, flags.target);
  const wanted = found.filter(({ state }) => !flags.state || state === flags.state);
  const shown = wanted.slice(0, limit);
  const { out, err } = cli.process.terminal;
  if (flags.output !== 'text') {
    await out.write(document(shown, flags.output));
    return EXIT.ok;
  }
  if (shown.length > 0) await print(out, runTable(shown, clock.now(), layoutOf(out)));
  const told = notes(found, wanted, shown).map(text => typed(text, cli.program));
  await print(err, told);
  return EXIT.ok;
}

async function listed(services: Services, place?: string): Promise<Run[]> {
  const { target } = services.runs;
  if (place === undefined) return target.list();
  const ref = await parseTarget(place, await services.places.clusters());
  if (ref.kind === 'cluster') return (await services.at(ref)).list();
  return (await target.list()).filter(run => run.target === undefined);
}

/** What the table does not show. */
function notes(
  found: readonly Run[],
  wanted: readonly Run[],
  shown: readonly Run[]
): string[] {
  if (found.length === 0)
    return ['There are no runs yet. Start one with: jkf run NOTEBOOK'];
  if (wanted.length === 0)
    return [`None of the ${String(found.length)} runs is in this state.`];
  const rest = wanted.length - shown.length;
  return rest > 0 ? [`${String(rest)} older: jkf runs list --limit 0`] : [];
}
