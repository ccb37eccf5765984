/** `jkf runs prune`: deletes old runs and says how much room that made. */
import { Command } from 'commander';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import type { RunTarget } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { parseAge, parseCount } from '../parse.js';
import { prunable } from '../prunable.js';
import { plural } from '../render/text.js';
import { action, print, type Finish } from '../report.js';

/** Ended runs kept when nothing else is said. */
const KEEP = 20;

interface PruneFlags {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly dryRun?: boolean;
}

export function pruneCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('prune')
    .summary('Delete old runs')
    .description(
      'Delete ended runs, the oldest first, with all their files. With both options only what is beyond the newest n and older than the time.'
    )
    .option(
      '--keep <n>',
      `so many of the newest stay (default: ${String(KEEP)}; 0 with --older-than)`
    )
    .option('--older-than <time>', 'only runs that ended longer ago, e.g. 12h or 30d')
    .option('--dry-run', 'only say what would be deleted')
    .action(action(cli, finish, (flags: PruneFlags) => prune(cli, flags)));
  return withExamples(command, [
    ['jkf runs prune', `keep the ${String(KEEP)} newest runs`],
    [
      'jkf runs prune --older-than 30d --dry-run',
      'what would go, and how much room it takes'
    ],
    ['jkf runs prune --keep 0', 'delete every run that has ended']
  ]);
}

async function prune(cli: Cli, flags: PruneFlags): Promise<number> {
  const retention = retentionOf(flags);
  const { runs, clock } = await cli.services();
  const old = prunable(await runs.target.list(), retention, clock.now());
  const { out } = cli.process.terminal;
  let freed = 0;
  for (const run of [...old].reverse()) {
    const size = await release(runs.target, run, flags.dryRun === true);
    await print(out, [`${run.id}  ${bytesText(size)}`]);
    freed += size;
  }
  const verb = flags.dryRun ? 'would be deleted' : 'deleted';
  await print(cli.process.terminal.err, [
    `${plural(old.length, 'run')} ${verb}, ${bytesText(freed)}.`
  ]);
  return EXIT.ok;
}

function retentionOf({ keep, olderThan }: PruneFlags): {
  keep: number;
  olderThan?: number;
} {
  const least = olderThan === undefined ? KEEP : 0;
  return {
    keep: keep === undefined ? least : parseCount('--keep', keep, 0),
    ...(olderThan === undefined
      ? {}
      : { olderThan: parseAge('--older-than', olderThan) })
  };
}

/** Bytes the run takes, deleted unless this is a dry run. */
async function release(target: RunTarget, run: Run, dry: boolean): Promise<number> {
  const size = await target.size(run.id);
  if (!dry) await target.remove(run.id);
  return size;
}
