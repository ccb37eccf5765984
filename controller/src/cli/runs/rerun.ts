/** `jkf runs rerun`: the same code and files again, with other parameter values. */
import { Command } from 'commander';
import { attend, type AttendFlags } from '../attend.js';
import type { Cli } from '../cli.js';
import { withExamples } from '../help.js';
import { addAttendOptions, paramOption } from '../options.js';
import { parsePairs } from '../parse.js';
import { action, type Finish } from '../report.js';
import { selectRun } from '../select.js';
import { isSignal, SIGNAL_EXIT, Signals } from '../signals.js';
import { watched } from '../watched.js';

type RerunFlags = AttendFlags & { readonly param?: readonly string[] };

export function rerunCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('rerun')
    .summary('Run again what an earlier run was given')
    .description(
      'Run again exactly what an earlier run was given, whatever has become of the notebook since. Exit code: that of the new run.'
    )
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .addOption(paramOption());
  addAttendOptions(command).action(
    action(cli, finish, (id: string, flags: RerunFlags) => rerun(cli, id, flags))
  );
  return withExamples(command, [
    ['jkf runs rerun last', 'once more'],
    ['jkf runs rerun last -p lr=0.001', 'with another parameter value']
  ]);
}

async function rerun(cli: Cli, wanted: string, flags: RerunFlags): Promise<number> {
  const parameters = parsePairs('--param', flags.param ?? []);
  const services = await cli.services();
  const { id } = selectRun(await services.runs.target.list(), wanted);
  const signals = new Signals(cli.process);
  try {
    const { output } = flags;
    const started = await watched(cli, { signals, output }, watch =>
      services.runs.rerun(id, parameters, undefined, watch)
    );
    if (isSignal(started)) return SIGNAL_EXIT[started];
    return await attend(started, flags, { cli, services, signals });
  } finally {
    signals.dispose();
  }
}
