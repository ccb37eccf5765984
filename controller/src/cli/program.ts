/** The command line as a whole: its commands, and how its ends become exit codes. */
import { Command, CommanderError } from 'commander';
import type { Cli } from './cli.js';
import { completionCommand } from './completion.js';
import { convertCommand } from './convert.js';
import { doctorCommand } from './doctor.js';
import { EXIT } from './exit.js';
import { rootHelp } from './help.js';
import { hiddenCommands } from './hidden.js';
import { imageCommand } from './image.js';
import { planCommand } from './plan.js';
import { layoutOf, report, type Finish } from './report.js';
import { painter } from './render/paint.js';
import { runCommand } from './run.js';
import { runsCommand } from './runs.js';
import { targetsCommand } from './targets.js';

const COMMANDS = [
  convertCommand,
  planCommand,
  runCommand,
  runsCommand,
  targetsCommand,
  imageCommand,
  doctorCommand,
  completionCommand
];

/** Runs one command line; gives its exit code and throws nothing. */
export async function runCli(cli: Cli, args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = buildProgram(cli, value => {
    code = value;
  });
  try {
    const typed = args.length > 0 ? [...args] : ['--help'];
    await program.parseAsync(typed, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(cli, error);
    return error.exitCode === 0 ? EXIT.ok : EXIT.input;
  }
}

/** The commands, ready to parse. */
export function buildProgram(cli: Cli, finish: Finish): Command {
  const program = new Command('jkf')
    .description(
      'From a notebook to a run: see what would happen, start it, watch it, find its results.'
    )
    .version(cli.version, '-V, --version', 'print the version')
    .addHelpText('after', () => rootHelp(cli.process.terminal.out.columns()));
  COMMANDS.forEach(make => program.addCommand(make(cli, finish)));
  hiddenCommands(cli, finish).forEach(each =>
    program.addCommand(each, { hidden: true })
  );
  [program, ...descendants(program)].forEach(each => {
    prepare(each, cli);
  });
  return program;
}

/** All commands below one, at any depth. */
function descendants(command: Command): Command[] {
  return command.commands.flatMap(each => [each, ...descendants(each)]);
}

/** `jkf runs list`: the words that call a command. */
export function nameOf(command: Command): string {
  return command.parent
    ? `${nameOf(command.parent)} ${command.name()}`
    : command.name();
}

/** Errors are thrown, not exits; text goes to the terminal that was passed in. */
function prepare(command: Command, { process: { terminal } }: Cli): void {
  const { out, err } = terminal;
  const paint = painter(out.colours);
  command
    .exitOverride()
    .helpCommand(false)
    .showHelpAfterError(`  → ${nameOf(command)} --help`)
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ styleTitle: title => paint('strong', title), minWidthToWrap: 12 })
    .configureOutput({
      writeOut: text => void out.write(text),
      writeErr: text => void err.write(text),
      getOutHelpWidth: () => out.columns(),
      getErrHelpWidth: () => err.columns(),
      getOutHasColors: () => out.colours,
      getErrHasColors: () => err.colours,
      outputError: (text, write) => {
        write(usageError(text, layoutOf(err).paint('bad', '✗')));
      }
    });
}

/** `error: unknown option '--rank'` becomes a sentence with our mark. */
function usageError(text: string, mark: string): string {
  const sentence = text.replace(/^error: /, '').trimEnd();
  return `${mark} ${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}\n`;
}
