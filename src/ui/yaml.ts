/** Plain JSON values as YAML, for people to read and copy. */

/** Text that YAML would read as something else (numbers, dates, flags), or not at all. */
const NEEDS_QUOTES =
  /^$|^[\s\-?:,[\]{}#&*!|>'"%@`]|[:#]\s|\s$|:$|[\n\t\\"]|^(true|false|null|yes|no|on|off|~)$|^[-+]?\.?\d|^[-+]?\.(inf|nan)$/i;

export function yamlText(value: unknown): string {
  const text = block(value, '');
  return `${text.startsWith('\n') ? text.slice(1) : text.trimStart()}\n`;
}

/** What follows a key: ` scalar`, or a block on the lines below it. */
function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) return list(value, indent);
  if (typeof value === 'object' && value !== null) return mapping(value, indent);
  return ` ${scalar(value)}`;
}

function list(values: readonly unknown[], indent: string): string {
  if (values.length === 0) return ' []';
  return values.map(value => `\n${indent}-${item(value, indent)}`).join('');
}

/** The first line of an item stands behind its dash. */
function item(value: unknown, indent: string): string {
  const text = block(value, `${indent}  `);
  return text.startsWith('\n') ? ` ${text.slice(indent.length + 3)}` : text;
}

function mapping(value: object, indent: string): string {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  if (entries.length === 0) return ' {}';
  return entries
    .map(([key, field]) => {
      const nested = Array.isArray(field) ? indent : `${indent}  `;
      return `\n${indent}${scalar(key)}:${block(field, nested)}`;
    })
    .join('');
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return NEEDS_QUOTES.test(value) ? JSON.stringify(value) : value;
}
