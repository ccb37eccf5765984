/** Values for machines: one document, or one object a line. */
import { stringify } from 'yaml';

/** What `-o` may be on commands that show a value. */
export const FORMATS = ['text', 'yaml', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** The value as a document that ends with a line end. */
export function document(value: unknown, format: 'yaml' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : yaml(value);
}

/** The value on one line. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function yaml(value: unknown): string {
  // Long sentences stay on one line, and equal parts are written out: easier to grep.
  const greppable = { lineWidth: 0, aliasDuplicateObjects: false };
  return stringify(value, { ...greppable, compat: 'yaml-1.1' });
}
