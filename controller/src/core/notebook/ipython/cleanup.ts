/**
 * What IPython takes off a cell before it looks for its syntax: leading empty lines,
 * a leading indent, and prompts pasted with the code. Lines stay in their places.
 */

/** A cell's lines without prompts and indent. */
export interface CleanCell {
  /** As many as the source has. */
  readonly lines: readonly string[];
  /** Index of the first line that is not empty. */
  readonly start: number;
}

const CLASSIC = /^(?:>>>|\.\.\.)(?: |$)/;
const CLASSIC_FIRST = /^>>>(?: |$)/;
const IPYTHON = /^(?:(?:(?:\[nav\]|\[ins\])? )?In \[\d+\]: |\s*\.{3,}: ?)/;

export function cleanCell(source: string): CleanCell {
  const all = source.split('\n');
  const found = all.findIndex(line => line.trim() !== '');
  const start = Math.max(0, found);
  const lines = unprompt(
    unprompt(dedent(all.slice(start)), CLASSIC, CLASSIC_FIRST),
    IPYTHON
  );
  return { lines: [...all.slice(0, start).map(() => ''), ...lines], start };
}

function dedent(lines: readonly string[]): readonly string[] {
  const indent = /^[ \t]+/.exec(lines[0] ?? '')?.[0];
  if (indent === undefined) return lines;
  return lines.map(line =>
    line.startsWith(indent) ? line.slice(indent.length) : line
  );
}

/** Strips a prompt from every line when one of the first two has it. */
function unprompt(
  lines: readonly string[],
  prompt: RegExp,
  first: RegExp = prompt
): readonly string[] {
  const [one = '', two] = lines;
  if (!first.test(one) && !(two !== undefined && prompt.test(two))) return lines;
  return lines.map(line => line.replace(prompt, ''));
}
