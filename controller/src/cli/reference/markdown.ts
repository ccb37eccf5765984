/** Markdown as prettier leaves it, so that what is made is what is committed. */

/** The line under the title of a page that is made. */
export function madeFrom(source: string): string {
  return `Made by \`node scripts/docs.mjs\` from ${source}.`;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A list of names with their texts, as one block; none: no block. */
export function itemList(items: readonly (readonly [string, string])[]): string[] {
  if (items.length === 0) return [];
  return [items.map(([name, text]) => `- ${code(name)}: ${text}`).join('\n')];
}

/** A table with aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map(row => row.map(text => text.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, i) =>
    Math.max(3, ...cells.map(row => row[i]?.length ?? 0))
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = line(widths.map(width => '-'.repeat(width)));
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line)].join('\n');
}
