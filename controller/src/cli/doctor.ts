/** `jkf doctor`: whether this computer can run, and what gets it there. */
import { Command } from 'commander';
import { ProblemError, type Check } from '@jupyterlab-kubeflow/protocol';
import { isReady } from '../core/plan/checks.js';
import type { Kernels } from '../ports/kernel.js';
import type { Cli } from './cli.js';
import { diagnose, type FoundPython } from './doctor-checks.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { outputOption } from './options.js';
import { paragraphs, type Layout } from './render/card.js';
import { checkLines } from './render/checks.js';
import { document, FORMATS, type Format } from './render/json.js';
import { action, layoutOf, print, type Finish } from './report.js';

export function doctorCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('doctor')
    .summary('Check this computer: what works and what is missing')
    .description(
      'Check this computer: versions, kernels, Python and its packages, the folder of runs, ports, graphics cards. What is missing is named with the command that gets it. Ends with 1 when runs cannot work.'
    )
    .option('--python <path>', 'look at this interpreter instead of the default kernel')
    .addOption(outputOption(FORMATS))
    .action(action(cli, finish, (flags: DoctorFlags) => doctor(cli, flags)));
  return withExamples(command, [
    ['jkf doctor', 'what works here and what is missing'],
    ['jkf doctor --python .venv/bin/python', 'the same for another environment'],
    ['jkf doctor -o json', 'for a program']
  ]);
}

interface DoctorFlags {
  readonly python?: string;
  readonly output: Format;
}

async function doctor(cli: Cli, flags: DoctorFlags): Promise<number> {
  const { kernels, machine } = await cli.services();
  const [python, installed, facts, surroundings] = await Promise.all([
    findPython(kernels, flags.python),
    kernels.list(),
    machine.facts(),
    cli.process.surroundings()
  ]);
  const checks = diagnose({
    version: cli.version,
    machine: facts,
    surroundings,
    python,
    kernels: installed
  });
  const { out } = cli.process.terminal;
  await (flags.output === 'text'
    ? print(out, doctorLines(checks, layoutOf(out)))
    : out.write(document({ checks }, flags.output)));
  return isReady(checks) ? EXIT.ok : EXIT.negative;
}

async function findPython(kernels: Kernels, named?: string): Promise<FoundPython> {
  try {
    const kernel = await (named === undefined ? kernels.find() : kernels.named(named));
    return { kernel, facts: await kernels.inspect(kernel) };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

function doctorLines(checks: readonly Check[], layout: Layout): string[] {
  const verdict = isReady(checks)
    ? layout.paint('ok', 'Notebooks can run on this computer.')
    : layout.paint('bad', 'Notebooks cannot run on this computer yet.');
  return [...paragraphs(checkLines(checks), layout), '', verdict];
}
