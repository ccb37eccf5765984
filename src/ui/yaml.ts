/** Plain JSON values as YAML, for people to read and copy. */
import { stringify } from 'yaml';

/**
 * `value` as a YAML document that ends with a newline. Lines are as long as their text,
 * what occurs twice is written twice, and lists stand under their key. Text that YAML 1.1,
 * which kubectl reads, would take for something else (`yes`) is quoted.
 */
export function yamlText(value: unknown): string {
  return stringify(value, {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    indentSeq: false,
    lineWidth: 0
  });
}
