/** `jkf runs rm`. */
import { Command } from 'commander';
import type { RemoveOptions } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { action, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

export function removeCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('rm')
    .summary('Delete ended runs')
    .description(
      'Delete ended runs with all their files. A run that is active is refused.'
    )
    .argument('<ids...>', 'ids of runs, unique beginnings of them, or last')
    .option(
      '--claims',
      'also delete the PersistentVolumeClaims they made (--new-volume), with all data in them'
    )
    .action(
      action(cli, finish, (ids: string[], options: RemoveOptions) =>
        remove(cli, ids, options)
      )
    );
  return withExamples(command, [['jkf runs rm digits-x7k2m', 'delete one run']]);
}

/** All names are looked up before the first run is deleted: a typing error deletes none. */
async function remove(
  cli: Cli,
  wanted: readonly string[],
  options: RemoveOptions
): Promise<number> {
  const { target } = (await cli.services()).runs;
  const runs = await target.list();
  const ids = new Set(wanted.map(each => selectRun(runs, each).id));
  for (const id of ids) {
    await target.remove(id, options);
    await print(cli.process.terminal.err, [`Deleted ${id}.`]);
  }
  return EXIT.ok;
}
