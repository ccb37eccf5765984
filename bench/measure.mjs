/** Times and tables. */

/** Middle value; of an even number the upper one. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * Milliseconds of each of so many calls.
 * @param {() => unknown} work
 * @param {{count: number, before?: number}} options `before`: calls that are not counted
 */
export async function timesOf(work, { count, before = 1 }) {
  const times = [];
  for (let i = 0; i < before + count; i++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.slice(before);
}

/** `0.42 ms`, `14 ms`, `1.20 s`. */
export function time(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
}

/** A Markdown table. */
export function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A part of the report: its table under a heading, and the goals it missed. */
export function section({ title, text, failures }) {
  return { text: `## ${title}\n\n${text}\n`, failures };
}
