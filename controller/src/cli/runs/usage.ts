/** `jkf runs usage`: CPU and memory of each rank, as far as they were measured. */
import { Command } from 'commander';
import { usageLimits, type Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import type { UsageEvent } from '../../core/run/usage.js';
import type { RunTarget } from '../../ports/target.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { outputOption } from '../options.js';
import { jsonLine } from '../render/json.js';
import { limitsText, usageTable, type Measured } from '../render/usage-table.js';
import { action, layoutOf, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

type Output = 'text' | 'json';

export function usageCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('usage')
    .summary('Show the CPU and memory that a run uses')
    .description(
      'Show CPU and memory of each rank: what was measured last, and the most. As JSON, everything that was measured, one object a line; times are milliseconds since the epoch, CPU is cores.'
    )
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .addOption(outputOption(['text', 'json']))
    .action(
      action(cli, finish, (id: string, flags: { output: Output }) =>
        usage(cli, id, flags.output)
      )
    );
  return withExamples(command, [
    ['jkf runs usage last', 'how near the newest run is to its limits'],
    ['jkf runs usage last -o json | jq .memoryBytes', 'memory over time, for a program']
  ]);
}

async function usage(cli: Cli, wanted: string, output: Output): Promise<number> {
  const { target } = (await cli.services()).runs;
  const run = selectRun(await target.list(), wanted);
  const { id } = run;
  const measured = await measuredOf(target, run);
  const { out, err } = cli.process.terminal;
  if (output === 'json') {
    for (const one of measured) await out.write(jsonLine(one));
    return EXIT.ok;
  }
  if (measured.length === 0) {
    const yet = hasEnded(run) ? '' : ' yet';
    await print(err, [`Nothing has been measured of ${id}${yet}.`]);
    return EXIT.ok;
  }
  await print(out, usageTable(measured, layoutOf(out, cli.program)));
  const limits = usageLimits(await target.plan(id));
  if (limits) await print(err, [limitsText(limits)]);
  return EXIT.ok;
}

/** What has been measured so far. */
async function measuredOf(target: RunTarget, run: Run): Promise<Measured[]> {
  const measured: Measured[] = [];
  for await (const item of target.follow(run.id, { live: false, logs: false })) {
    if (item.kind !== 'event' || item.event.kind !== 'usage') continue;
    measured.push(measuredFrom(item.rank, item.event));
  }
  return measured;
}

function measuredFrom(rank: number, { time, cpu, memoryBytes }: UsageEvent): Measured {
  return { rank, time: Math.round(time * 1000), cpu, memoryBytes };
}
