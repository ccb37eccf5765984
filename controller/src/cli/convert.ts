/** `jkf convert`: the Python script a notebook becomes, and why. */
import { basename, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { DEFAULT_SETTINGS, fail, type CellPlan } from '@jupyterlab-kubeflow/protocol';
import type { Converted } from '../service/services.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { explanation, refusalLines, refusals } from './render/decisions.js';
import { document } from './render/json.js';
import { plural } from './render/text.js';
import { action, layoutOf, print, type Finish } from './report.js';

interface ConvertFlags {
  readonly explain?: boolean;
  readonly json?: boolean;
  readonly output?: string;
}

export function convertCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('convert')
    .summary('Convert a notebook to a Python script, or explain what becomes of it')
    .description(
      'Convert a notebook to a readable Python script, cell by cell, without starting anything. Ends with 2, and prints no script, when a cell cannot run outside Jupyter.'
    )
    .argument('<file>', 'notebook (.ipynb)')
    .option(
      '--explain',
      'instead of the script print what becomes of each cell and magic, and why'
    )
    .addOption(
      new Option(
        '--json',
        'print script, cells with their decisions, parameters, requirements and problems, for a program'
      ).conflicts(['explain', 'output'])
    )
    .option(
      '-o, --output <path>',
      'write the script here; into a folder: with the package beside it that translated magics import (default: standard output)'
    )
    .action(
      action(cli, finish, (file: string, flags: ConvertFlags) =>
        convert(cli, file, flags)
      )
    );
  return withExamples(command, [
    ['jkf convert digits.ipynb', 'the script on standard output'],
    ['jkf convert digits.ipynb --explain', 'what was kept, translated, left out'],
    [
      'jkf convert digits.ipynb --json | jq .parameters',
      'its parameters, for a program'
    ],
    ['jkf convert digits.ipynb -o build/', 'build/digits.py, to be run with python']
  ]);
}

async function convert(cli: Cli, file: string, flags: ConvertFlags): Promise<number> {
  const { planner } = await cli.services();
  const path = resolve(cli.process.cwd, file);
  const converted = await planner.convert({
    path,
    shown: file,
    settings: DEFAULT_SETTINGS
  });
  const { cells } = converted.conversion;
  const { out } = cli.process.terminal;
  if (flags.json) {
    await out.write(document(shownConversion(converted), 'json'));
    return refusals(cells).length > 0 ? EXIT.input : EXIT.ok;
  }
  if (flags.explain) await print(out, explanation(cells, layoutOf(out)));
  if (refusals(cells).length > 0) return refuse(cli, file, cells);
  if (flags.output !== undefined) {
    await save(cli, file, flags.output, converted);
  } else if (!flags.explain) {
    await out.write(converted.script);
  }
  return EXIT.ok;
}

/** What a program gets: no script when a cell cannot run, as without `--json`. */
function shownConversion({ script, conversion }: Converted): object {
  const { cells, parameters, requirements, problems } = conversion;
  const text = problems.length > 0 ? {} : { script };
  return { ...text, cells, parameters, requirements, problems };
}

async function refuse(
  cli: Cli,
  file: string,
  cells: readonly CellPlan[]
): Promise<number> {
  const refused = refusals(cells);
  const { err } = cli.process.terminal;
  const count = plural(refused.length, 'place');
  await print(err, [
    ...refusalLines(refused, layoutOf(err)),
    `${file} was not converted: ${count} cannot run outside Jupyter.`
  ]);
  return EXIT.input;
}

/** Into a folder when there is one, or when the path ends like one. */
async function save(
  cli: Cli,
  file: string,
  output: string,
  { script, conversion }: Converted
): Promise<void> {
  const { files, cwd } = cli.process;
  const target = resolve(cwd, output);
  if (target === resolve(cwd, file)) {
    fail('option-invalid', {
      option: '--output',
      value: output,
      expected: 'that is the notebook itself'
    });
  }
  const intoFolder = /[\\/]$/.test(output) || (await files.isFolder(target));
  if (!intoFolder) return files.write(target, script);
  await files.write(join(target, scriptName(file)), script);
  if (conversion.helpers.length === 0) return;
  for (const [path, text] of Object.entries(await cli.helperPackage())) {
    await files.write(join(target, path), text);
  }
}

function scriptName(file: string): string {
  return `${basename(file).replace(/\.ipynb$/i, '')}.py`;
}
