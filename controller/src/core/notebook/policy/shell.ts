/** Shell commands: `!cmd`, `!!cmd`, `x = !cmd`, and the install commands among them. */
import { reason } from '@jupyterlab-kubeflow/protocol';
import { byTool, readInstall, type Install } from './install.js';
import { pyString } from './literal.js';
import {
  drop,
  helperCall,
  refuse,
  type Code,
  type LineRow,
  type LineUse,
  type Treatment
} from './treatment.js';
import { chainParts, shellWords, type ChainPart } from './words.js';

/** `!cmd`, or with `capture` `!!cmd` and `x = !cmd`. */
export function shellCommand(use: LineUse, capture: boolean): Treatment {
  const command = use.args;
  if (command.trim() === '')
    return drop(reason('session-only', { rule: use.rule }), use);
  const parts = chainParts(command.trim());
  if (parts.length > 1 && parts.at(-1)?.text === '' && parts.at(-1)?.operator === '&') {
    return refuse('shell-background', use.rule);
  }
  return installs(use, parts) ?? runShell(use, command, capture);
}

function runShell(use: LineUse, command: string, capture: boolean): Treatment {
  const helper = capture || use.value ? 'sh_lines' : 'sh';
  return {
    outcome: 'translate',
    reason: reason(helper === 'sh' ? 'shell-run' : 'shell-captured', {}),
    code: helperCall(helper, pyString(command))
  };
}

/** The chain when it installs packages; `undefined`: it is an ordinary command. */
function installs(use: LineUse, parts: readonly ChainPart[]): Treatment | undefined {
  const read = parts.map(part => ({ part, install: readInstall(part.text) }));
  const found = read.flatMap(({ install }) => (install ? [install] : []));
  if (found.length === 0 || movesFirst(parts, found)) return undefined;
  // What an install is piped into, or falls back to, goes with it.
  const rest = read.filter(
    ({ part, install }, i) => !install && !followsInstall(read[i - 1]?.install, part)
  );
  const code =
    rest.length > 0
      ? restCode(
          use,
          rest.map(item => item.part)
        )
      : undefined;
  return installTreatment(use, found, code);
}

/** `cd folder && pip install .` means that folder: left to the shell. */
function movesFirst(parts: readonly ChainPart[], found: readonly Install[]): boolean {
  const moves = parts.some(part => /^(?:cd|pushd)\s/.test(part.text));
  return (
    moves && found.some(install => install.kind === 'packages' && hasPath(install))
  );
}

function hasPath(install: Install & { kind: 'packages' }): boolean {
  return install.texts.some(text => /^(?:-[re] )?(?:\.|\/)|^-r /.test(text));
}

function followsInstall(before: Install | undefined, part: ChainPart): boolean {
  return before !== undefined && (part.operator === '|' || part.operator === '||');
}

function restCode(use: LineUse, rest: readonly ChainPart[]): Code {
  const command = rest
    .map((part, i) => (i === 0 ? part.text : `${part.operator} ${part.text}`))
    .join(' ');
  return helperCall(use.value ? 'sh_lines' : 'sh', pyString(command));
}

function installTreatment(
  use: LineUse,
  found: readonly Install[],
  rest?: Code
): Treatment {
  const packages = found.flatMap(item => (item.kind === 'packages' ? [item] : []));
  if (packages.some(item => item.unclear))
    return refuse('requirement-unclear', use.rule);
  const texts = packages.flatMap(item => item.texts);
  const code = rest ?? (use.value ? EMPTY_LIST : undefined);
  if (texts.length === 0) return noPackages(found, code);
  const names = texts.join(', ');
  return {
    outcome: 'requirement',
    reason: rest
      ? reason('shell-rest', { packages: names })
      : reason('requirement-found', { packages: names }),
    requirements: texts,
    ...(code ? { code } : {})
  };
}

function noPackages(found: readonly Install[], code: Code | undefined): Treatment {
  const system = found.find(item => item.kind === 'system');
  const other = found.find(item => item.kind === 'other');
  return {
    outcome: code ? 'translate' : 'drop',
    reason: system
      ? reason('system-packages', { tool: system.tool })
      : reason('requirement-none', { tool: other?.tool ?? 'pip' }),
    ...(code ? { code } : {})
  };
}

const EMPTY_LIST: Code = { text: () => '[]', form: 'expression', helpers: [] };

/** `%pip install x`, `%conda install x`, `%uv pip install x`. */
export function installMagic(tool: string): LineRow {
  return use => {
    const install = byTool(tool, shellWords(use.args));
    return install
      ? installTreatment(use, [install])
      : drop(reason('requirement-none', { tool }), use);
  };
}
