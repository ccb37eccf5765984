/**
 * Helpers whose names the notebook has for itself: `env = gym.make(…)` must not replace
 * the helper `env`. They are imported under a name of ours.
 */
import type { Aliases } from './harvest.js';
import type { Helper } from './policy/treatment.js';

/** Names people give to things of their own; `display` and `get_ipython` mean IPython's. */
const ORDINARY: readonly Helper[] = [
  ...(['cd', 'enter_async', 'env', 'iterate_async', 'run_async', 'run_file'] as const),
  ...(['script', 'sh', 'sh_lines', 'write_file'] as const)
];

/** A name as a word of Python: not an attribute, a path, a magic or a shell command. */
const WORD = new RegExp(`(?<![\\w.%!/'"-])(?:${ORDINARY.join('|')})(?![\\w'"/-])`, 'g');

/** The helpers among `used` whose names occur in the code of any cell. */
export function aliasesFor(
  used: ReadonlySet<Helper>,
  sources: readonly string[]
): Aliases {
  const wanted = ORDINARY.filter(name => used.has(name));
  if (wanted.length === 0) return new Map();
  const found = new Set(sources.flatMap(source => mentioned(source)));
  return new Map(
    wanted.filter(name => found.has(name)).map(name => [name, `jkf_${name}`])
  );
}

function mentioned(source: string): string[] {
  if (source.search(WORD) < 0) return [];
  return source
    .split('\n')
    .map(line => line.replace(/^\s*[%!#].*|(?<==\s*)[%!].*/, ''))
    .flatMap(line => line.match(WORD) ?? []);
}
