/** The options that describe a plan, shared by `convert`, `plan` and `run`. */
import { Option, type Command } from 'commander';
import {
  fail,
  Framework,
  type Mode,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { isNotebook, isPythonFile } from '../core/plan/name.js';
import {
  parseBytes,
  parseCount,
  parseInputs,
  parsePairs,
  parseReplicas
} from './parse.js';

/** What Commander gives for the options below. */
export interface PlanFlags {
  readonly mode?: Mode;
  readonly function?: string;
  readonly ranks?: string;
  readonly replicas?: string;
  readonly framework?: Framework;
  readonly param?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly input?: readonly string[];
  readonly env?: readonly string[];
  readonly kernel?: string;
  readonly python?: string;
  readonly name?: string;
  readonly diskLimit?: string;
}

const MODES: readonly Mode[] = ['script', 'notebook', 'function', 'file'];

/** An option that may be given several times. */
export function several(flags: string, description: string): Option {
  const collect = (value: string, before: readonly string[] = []): string[] => [
    ...before,
    value
  ];
  return new Option(flags, `${description}; repeatable`).argParser(collect);
}

/** `-o`, with what this command can give. */
export function outputOption(formats: readonly string[]): Option {
  const description = 'text for people, the others for programs';
  return new Option('-o, --output <format>', description)
    .choices(formats)
    .default('text');
}

/** The `--param` of a command. */
export function paramOption(): Option {
  return several(
    '-p, --param <name=value>',
    'value of a parameter: of an assignment in the cell tagged "parameters", read by the type of its default'
  );
}

/** Adds the options of a plan to a command. */
export function addPlanOptions(command: Command): Command {
  const mode = new Option(
    '-m, --mode <mode>',
    'how the code runs: as a script made from the notebook, the whole notebook in a real kernel (its executed copy is kept), one function of it, or a .py file (default: script for notebooks, file for .py files)'
  ).choices(MODES);
  const framework = new Option(
    '--framework <name>',
    'whose environment the ranks get: torch (RANK, WORLD_SIZE, MASTER_ADDR, …) or tensorflow (TF_CONFIG) (default: from the imports of the code)'
  ).choices(Framework.options);
  return addEnvironmentOptions(
    command
      .addOption(mode)
      .option(
        '-f, --function <name>',
        'run only this function of the notebook, with the code it needs'
      )
      .option('-r, --ranks <n>', 'how many processes (default: 1)')
      .option(
        '--replicas <role=n,…>',
        'processes by role, e.g. chief=1,worker=2,ps=1; instead of --ranks'
      )
      .addOption(framework)
      .addOption(paramOption())
  );
}

function addEnvironmentOptions(command: Command): Command {
  return command
    .addOption(several('-i, --include <path>', 'ship this file, folder or glob too'))
    .addOption(several('-x, --exclude <path>', 'do not ship this file, folder or glob'))
    .addOption(
      several(
        '--input <name=url>',
        'data that is there before the code starts, in the folder that JKF_INPUT_NAME names: s3://bucket/prefix, gs://…, https://… or pvc://claim/folder; name=url,secret=NAME with the credentials of a Secret'
      )
    )
    .addOption(several('-e, --env <name=value>', 'environment variable of the run'))
    .option(
      '--kernel <name>',
      'Jupyter kernel to run with (default: the one the notebook names)'
    )
    .option('--python <path>', 'Python interpreter to run with, instead of a kernel')
    .option('--name <name>', 'name of the run (default: from the file name)')
    .option(
      '--disk-limit <size>',
      'end the run when its files take more than this (default: 10GiB)'
    );
}

/** What is planned, or run. */
export function addRunArguments(command: Command): Command {
  return command
    .argument(
      '<file>',
      'notebook (.ipynb), Python file (.py), or a folder: its notebooks in the order of their names'
    )
    .argument(
      '[args...]',
      'notebooks of the same folder, executed whole one after the other; or arguments of a .py file, after --'
    );
}

/** Of commands that plan a run and can take a moment for it. */
export interface CheckFlags {
  readonly checkImports?: boolean;
}

/** Adds the option for what a plan does not look at by itself. */
export function addCheckOptions(command: Command): Command {
  return command.option(
    '--check-imports',
    'import what the code imports, in a process of its own on this computer, and say what fails; modules beside the notebook are executed'
  );
}

/** The options for what happens after the start, shared with `jkf runs rerun`. */
export function addAttendOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--follow', 'watch the run until it ends (default)').conflicts(
        'detach'
      )
    )
    .option('-d, --detach', 'only start the run and print its id')
    .addOption(outputOption(['text', 'json']));
}

/**
 * The settings that the flags mean. `option-invalid` for what cannot be read,
 * `options-conflict` and `arguments-unexpected` for what does not fit together.
 * @param args - what followed the file name
 */
export function settingsOf(
  file: string,
  args: readonly string[],
  flags: PlanFlags
): Settings {
  refuseConflicts(file, args, flags);
  const { mode, framework, kernel, python, name } = flags;
  return {
    ...given({ mode, framework, kernel, python, name, function: flags.function }),
    ...given({
      ranks: read(flags.ranks, text => parseCount('--ranks', text)),
      replicas: read(flags.replicas, text => parseReplicas('--replicas', text)),
      diskBytes: read(flags.diskLimit, text => parseBytes('--disk-limit', text))
    }),
    ...given({ inputs: read(flags.input, parseInputs) }),
    parameters: parsePairs('--param', flags.param ?? []),
    env: parsePairs('--env', flags.env ?? []),
    include: [...(flags.include ?? [])],
    exclude: [...(flags.exclude ?? [])],
    ...arrangedOf(file, args)
  };
}

/** What follows a notebook are notebooks, by their names beside it; else arguments. */
function arrangedOf(
  file: string,
  args: readonly string[]
): Pick<Settings, 'then' | 'args'> {
  if (args.length === 0 || isPythonFile(file)) return { args: [...args] };
  const plain = (path: string): string => path.replace(/^(?:\.\/+)+/, '');
  const folder = plain(file.slice(0, file.lastIndexOf('/') + 1));
  const beside = (path: string): string => {
    const given = plain(path);
    return given.startsWith(folder) ? given.slice(folder.length) : path;
  };
  return { then: args.map(beside), args: [] };
}

function refuseConflicts(
  file: string,
  args: readonly string[],
  flags: PlanFlags
): void {
  const { mode, ranks, replicas, function: name } = flags;
  if (ranks !== undefined && replicas !== undefined) {
    fail('options-conflict', { first: '--ranks', second: '--replicas' });
  }
  if (name !== undefined && mode !== undefined && mode !== 'function') {
    fail('options-conflict', { first: '--function', second: `--mode ${mode}` });
  }
  if (mode === 'function' && name === undefined) {
    fail('option-missing', {
      option: '--function',
      why: 'it names what --mode function runs'
    });
  }
  refuseArguments(file, args);
}

/** A notebook takes none, but notebooks behind it. */
function refuseArguments(file: string, args: readonly string[]): void {
  if (args.length > 0 && !isPythonFile(file) && !args.every(isNotebook)) {
    fail('arguments-unexpected', { path: file, arguments: args.join(' ') });
  }
}

/** Reads a text that may be absent. */
export function read<Text, Value>(
  text: Text | undefined,
  parse: (text: Text) => Value
): Value | undefined {
  return text === undefined ? undefined : parse(text);
}

export type Given<Values> = {
  [Name in keyof Values]?: Exclude<Values[Name], undefined>;
};

/** Without the names whose value is undefined. */
export function given<Values extends object>(values: Values): Given<Values> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Values>;
}
