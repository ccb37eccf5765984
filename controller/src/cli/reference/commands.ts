/** The reference page of the command line, made from the commands themselves. */
import type { Argument, Command, Option } from 'commander';
import { examplesFor, EXIT_CODES, VARIABLES } from '../help.js';
import { nameOf } from '../program.js';
import { code, itemList, madeFrom } from './markdown.js';

/** `docs/reference/cli.md`, the whole text. */
export function cliReference(program: Command): string {
  return [
    '# Command line',
    madeFrom('the commands; `jkf COMMAND --help` says the same'),
    program.description(),
    ...program.createHelp().visibleCommands(program).flatMap(commandSections),
    '## Exit codes',
    ...itemList(EXIT_CODES.map(([number, text]) => [String(number), text])),
    '## Environment variables',
    ...itemList(VARIABLES)
  ]
    .join('\n\n')
    .concat('\n');
}

function commandSections(command: Command): string[] {
  const help = command.createHelp();
  const depth = '#'.repeat(nameOf(command).split(' ').length);
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  return [
    `${depth} \`${nameOf(command)}\``,
    command.description(),
    code(help.commandUsage(command)),
    ...itemList([
      ...command.registeredArguments.map(each => [each.name(), textOf(each)] as const),
      ...options.map(each => [each.flags, textOf(each)] as const)
    ]),
    exampleBlock(command),
    ...help.visibleCommands(command).flatMap(commandSections)
  ];
}

/** The description with the choices and the default that help shows behind it. */
function textOf(item: Argument | Option): string {
  const { description, argChoices: choices } = item;
  const value = item.defaultValue as unknown;
  const extra = [
    ...(choices ? [`one of ${choices.map(code).join(', ')}`] : []),
    ...(typeof value === 'string' ? [`default: ${code(value)}`] : [])
  ];
  return extra.length > 0 ? `${description}; ${extra.join('; ')}` : description;
}

function exampleBlock(command: Command): string {
  const lines = examplesFor(command).flatMap(([typed, effect]) => [
    `# ${effect}`,
    typed
  ]);
  return ['```sh', ...lines, '```'].join('\n');
}
