/** `jkf runs logs`: the output of a run, as it was and as it comes. */
import { Command } from 'commander';
import { BUILDER, fail, type Followed } from '@jupyterlab-kubeflow/protocol';
import type { Output } from '../../ports/process.js';
import type { Services } from '../../service/services.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples } from '../help.js';
import { outputOption } from '../options.js';
import { parseAge, parseCount } from '../parse.js';
import { logLine, type LineStyle } from '../render/follow-lines.js';
import { jsonLine } from '../render/json.js';
import { painter } from '../render/paint.js';
import { action, print, type Finish } from '../report.js';
import { selectRun } from '../select.js';

interface LogsFlags {
  readonly rank?: string;
  readonly follow?: boolean;
  readonly timestamps?: boolean;
  readonly since?: string;
  readonly output: 'text' | 'json';
}

export function logsCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('logs')
    .summary('Print the output of a run')
    .description(
      'Print the output of a run: all ranks by time, each line with its rank.'
    )
    .argument('<id>', 'id of the run, a unique beginning of it, or last')
    .option(
      '--rank <n>',
      'only this rank, without prefix; image: how the image was built'
    )
    .option('-f, --follow', 'go on until the run ends; Ctrl-C leaves the run as it is')
    .option('-t, --timestamps', 'time of day before each line')
    .option('--since <time>', 'only lines of the last 90s, 10m, 2h, …')
    .addOption(outputOption(['text', 'json']))
    .action(
      action(cli, finish, (id: string, flags: LogsFlags) => logs(cli, id, flags))
    );
  return withExamples(command, [
    ['jkf runs logs last', 'all output of the newest run'],
    ['jkf runs logs last --follow --rank 0', 'what rank 0 prints, live'],
    ['jkf runs logs last -o json', 'lines with rank and time, one JSON object a line']
  ]);
}

type LogItem = Extract<Followed, { kind: 'log' }>;

async function logs(cli: Cli, wanted: string, flags: LogsFlags): Promise<number> {
  const rank = rankOf(flags);
  const age = flags.since === undefined ? Infinity : parseAge('--since', flags.since);
  const services = await cli.services();
  const { id, ranks } = selectRun(await services.runs.target.list(), wanted);
  requireRank(id, rank, ranks.length);
  const from = services.clock.now() - age;
  const { out } = cli.process.terminal;
  const style = styleOf(out, rank === undefined ? ranks.length : 1, flags);
  for await (const item of linesOf(services, id, { flags, out })) {
    if ((rank ?? item.rank) !== item.rank || item.time < from) continue;
    await (flags.output === 'json'
      ? out.write(jsonLine(item))
      : print(out, [logLine(item, style)]));
  }
  return EXIT.ok;
}

function rankOf({ rank }: LogsFlags): number | undefined {
  if (rank === undefined) return undefined;
  return rank === 'image' ? BUILDER : parseCount('--rank', rank, 0);
}

function requireRank(id: string, rank = 0, count = 1): void {
  if (rank < count) return;
  const expected =
    count === 1
      ? `run ${id} has only rank 0`
      : `run ${id} has ranks 0 to ${String(count - 1)}`;
  fail('option-invalid', { option: '--rank', value: String(rank), expected });
}

/** Lines of output until the run has no more, or nobody reads them. */
async function* linesOf(
  { runs }: Services,
  id: string,
  { flags, out }: { flags: LogsFlags; out: Output }
): AsyncGenerator<LogItem> {
  const options = { live: flags.follow === true, signal: out.closed };
  for await (const item of runs.target.follow(id, options)) {
    if (item.kind === 'log') yield item;
  }
}

function styleOf(out: Output, ranks: number, flags: LogsFlags): LineStyle {
  return {
    paint: painter(out.colours),
    ranks,
    timestamps: flags.timestamps === true,
    terminal: out.isTTY
  };
}
