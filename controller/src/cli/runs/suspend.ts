/** `jkf runs suspend` and `jkf runs resume`. */
import { Command } from 'commander';
import type { RunTarget } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { typed } from '../render/typed.js';
import { action, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

export function suspendCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('suspend')
    .summary('Stop the pods of a run on a cluster, and keep the run')
    .description(
      'Stop the pods of a run on a cluster and free what they hold. The run begins anew, from its first cell, when it is resumed.'
    );
  const examples: [string, string][] = [
    ['jkf runs suspend last', 'free its GPUs for something else'],
    ['jkf runs suspend dig', 'the one run whose id starts with "dig"']
  ];
  return withExamples(
    taking(command, cli, finish, async (target, id) => {
      await target.suspend(id);
      return `${id} is suspended. Start it again with: jkf runs resume ${id}`;
    }),
    examples
  );
}

export function resumeCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('resume')
    .summary('Start the pods of a suspended run again')
    .description('Start the pods of a suspended run again, from its first cell.');
  return withExamples(
    taking(command, cli, finish, async (target, id) => {
      await target.resume(id);
      return `${id} is started again. Follow it with: jkf runs logs ${id} --follow`;
    }),
    [['jkf runs resume last', 'start the newest run again']]
  );
}

/** A command that does something to one run and says what. */
function taking(
  command: Command,
  cli: Cli,
  finish: Finish,
  act: (target: RunTarget, id: string) => Promise<string>
): Command {
  return command
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .action(
      action(cli, finish, async (wanted: string) => {
        const { target } = (await cli.services()).runs;
        const { id } = selectRun(await target.list(), wanted);
        const said = await act(target, id);
        await print(cli.process.terminal.err, [typed(said, cli.program)]);
        return EXIT.ok;
      })
    );
}
