/**
 * Statements that set up the process rather than a name: the import path, the working
 * folder, the environment. Whatever runs later may depend on them.
 */
import type { Placed } from './closure-index.js';

const SETS_UP =
  /\bsys\.path\.(?:append|insert|extend)\(|\bos\.(?:chdir|putenv)\(|\bos\.environ(?:\[[^\]]*\]\s*=[^=]|\.(?:update|setdefault)\()/;

/** Helpers of converted code that do the same: `%cd`, `%env`, `%%writefile`. */
const HELPERS: ReadonlySet<string> = new Set(['cd', 'env', 'write_file']);

/** Names that converted code gets from the runner. */
export interface Helpers {
  readonly names: ReadonlySet<string>;
  /** Those of them that set up the process. */
  readonly settingUp: ReadonlySet<string>;
}

/** @param imported - as in an import: `sh`, `env as jkf_env` */
export function helpersOf(imported: readonly string[]): Helpers {
  const pairs = imported.map(item => item.split(' as '));
  const bound = (pair: readonly string[]): string => pair.at(-1) ?? '';
  return {
    names: new Set(pairs.map(bound)),
    settingUp: new Set(pairs.filter(([name = '']) => HELPERS.has(name)).map(bound))
  };
}

export function setsUpProcess({ code, statement }: Placed, helpers: Helpers): boolean {
  const { nodes, reads } = statement;
  if (nodes.some(node => /^(?:Function|Class|Decorated)/.test(node.name))) return false;
  if (reads.some(({ name, later }) => !later && helpers.settingUp.has(name)))
    return true;
  return nodes.some(node => SETS_UP.test(code.slice(node.from, node.to)));
}
