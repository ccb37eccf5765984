/** `jkf completion`: completes commands, options and choices in a shell. */
import { Argument, Command } from 'commander';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { completionScript, SHELLS, type Shell } from './render/completion.js';
import { action, type Finish } from './report.js';

export function completionCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('completion')
    .summary('Print a script that lets a shell complete jkf')
    .description('Print a script that lets a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS));
  command.action(
    action(cli, finish, async (shell: Shell) => {
      await cli.process.terminal.out.write(
        completionScript(command.parent ?? command, shell)
      );
      return EXIT.ok;
    })
  );
  return withExamples(command, [
    ['source <(jkf completion bash)', 'in ~/.bashrc'],
    ['source <(jkf completion zsh)', 'in ~/.zshrc'],
    ['jkf completion fish > ~/.config/fish/completions/jkf.fish', 'once']
  ]);
}
