/** Completion scripts, made from the commands themselves. */
import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** One command and what can follow it. */
interface Entry {
  /** Words after `jkf`, e.g. `runs list`; empty for jkf itself. */
  readonly path: string;
  readonly words: readonly string[];
}

export function completionScript(program: Command, shell: Shell): string {
  const entries = entriesOf(program, []);
  switch (shell) {
    case 'bash':
      return bashScript(entries);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(entries)}`;
    case 'fish':
      return fishScript(entries);
  }
}

function entriesOf(command: Command, path: readonly string[]): Entry[] {
  const visible = command.createHelp().visibleCommands(command);
  const options = command.createHelp().visibleOptions(command);
  const words = [
    ...visible.map(each => each.name()),
    ...options.flatMap(({ long }) => long ?? [])
  ];
  return [
    { path: path.join(' '), words },
    ...visible.flatMap(each => entriesOf(each, [...path, each.name()]))
  ];
}

/** Looks up the longest known run of words before the cursor; else files. */
function bashScript(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`
  );
  return `_jkf() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${[...groups(entries)].map(path => `      " ${path}"|"${path}") path="${path}" ;;`).join('\n')}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _jkf jkf
`;
}

function groups(entries: readonly Entry[]): Set<string> {
  return new Set(entries.map(({ path }) => path).filter(Boolean));
}

function fishScript(entries: readonly Entry[]): string {
  return entries
    .map(({ path, words }) => {
      const parts = path.split(' ').filter(Boolean);
      const condition = parts.length
        ? parts.map(part => `__fish_seen_subcommand_from ${part}`).join('; and ')
        : '__fish_use_subcommand';
      return `complete -c jkf -n '${condition}' -a '${words.join(' ')}'\n`;
    })
    .join('');
}
