/** Writes Python string literals. */

/** A one-line literal. */
export function pyString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(/[\n\r\t]/g, char => ({ '\n': '\\n', '\r': '\\r' })[char] ?? '\\t')
    .replace(/[\0-\x1f\x7f]/g, hex);
  return quote + escaped + quote;
}

function hex(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/**
 * A literal whose lines are the text's lines, one to one: `open` stands on the line
 * before the first, `close` on the line after the last. The text gets a final `\n`.
 */
export interface BlockLiteral {
  readonly open: string;
  readonly lines: readonly string[];
  readonly close: string;
}

/** As plain as the text allows: backslashes make it raw, triple quotes change the quotes. */
export function pyBlock(lines: readonly string[]): BlockLiteral {
  const text = lines.join('\n');
  const quote = text.includes("'''") && !text.includes('"""') ? '"""' : "'''";
  if (!text.includes('\\') && !text.includes(quote)) {
    return { open: `${quote}\\`, lines, close: quote };
  }
  if (!text.includes(quote)) return { open: `r${quote}`, lines, close: `${quote}[1:]` };
  const escaped = lines.map(line =>
    line.replaceAll('\\', '\\\\').replaceAll(quote, `\\'\\'\\'`)
  );
  return { open: `${quote}\\`, lines: escaped, close: quote };
}

/** The text of a plain literal with common escapes; `undefined` for anything else. */
export function stringValue(source: string): string | undefined {
  const match =
    /^(r|u)?(?:'''([^]*)'''|"""([^]*)"""|'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)")$/i.exec(
      source
    );
  if (!match) return undefined;
  const text = match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
  if (match[1]?.toLowerCase() === 'r') return text;
  if (/\\[^\\'"nrt\n]/.test(text.replaceAll('\\\\', ''))) return undefined;
  return text.replace(/\\([^])/g, (_, char: string) =>
    char in ESCAPED ? (ESCAPED[char] ?? '') : char
  );
}

const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\n': ''
};
