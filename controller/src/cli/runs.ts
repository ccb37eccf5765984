/** `jkf runs`: what ran and runs. */
import { Command } from 'commander';
import type { Cli } from './cli.js';
import { withExamples } from './help.js';
import type { Finish } from './report.js';
import { cancelCommand } from './runs/cancel.js';
import { listCommand } from './runs/list.js';
import { logsCommand } from './runs/logs.js';
import { pruneCommand } from './runs/prune.js';
import { removeCommand } from './runs/remove.js';
import { rerunCommand } from './runs/rerun.js';
import { showCommand } from './runs/show.js';
import { resumeCommand, suspendCommand } from './runs/suspend.js';
import { usageCommand } from './runs/usage.js';

const COMMANDS = [
  listCommand,
  showCommand,
  logsCommand,
  usageCommand,
  cancelCommand,
  suspendCommand,
  resumeCommand,
  rerunCommand,
  removeCommand,
  pruneCommand
];

export function runsCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('runs')
    .summary('List, show, follow, measure, cancel, suspend, repeat and delete runs')
    .description(
      'List, show, follow, measure, cancel, suspend, repeat and delete runs. Where an id is asked, a unique beginning of it will do, or "last" for the newest run.'
    );
  COMMANDS.forEach(make => command.addCommand(make(cli, finish)));
  return withExamples(command, [
    ['jkf runs list --state failed', 'what went wrong lately'],
    ['jkf runs show last', 'state, metrics and outputs of the newest run'],
    ['jkf runs logs dig --follow', 'output of the one run whose id starts with "dig"']
  ]);
}
