/** RECORD, the list of what a distribution has installed (PEP 376, PEP 627). */

/** A file of the list. */
export interface RecordRow {
  /** Relative to the folder of the packages, `/` between parts. */
  readonly path: string;
  /** SHA-256 in hexadecimal digits; absent for the list itself. */
  readonly sha256?: string;
  /** Bytes. */
  readonly size?: number;
}

/**
 * The rows by their paths; digests of other kinds are left out.
 * @throws RangeError for what is no such list
 */
export function parseRecord(text: string): ReadonlyMap<string, RecordRow> {
  const rows = new Map<string, RecordRow>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    const [path = '', hash = '', size = ''] = cells(line);
    if (path === '') throw new RangeError('its RECORD has a line without a path');
    const sha256 = hexOf(hash);
    rows.set(path, {
      path,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(/^\d+$/.test(size) ? { size: Number(size) } : {})
    });
  }
  return rows;
}

/** The list as a file, sorted by paths. */
export function recordText(rows: readonly RecordRow[]): string {
  const sorted = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(({ path, sha256, size }) => {
    const hash = sha256 === undefined ? '' : `sha256=${base64Of(sha256)}`;
    return [quoted(path), hash, size === undefined ? '' : String(size)].join(',');
  });
  return lines.map(line => `${line}\n`).join('');
}

/** Cells of a line of CSV; none of ours has a line break in it. */
function cells(line: string): readonly string[] {
  const found = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return found.map(([, inQuotes, plain]) =>
    inQuotes === undefined ? (plain ?? '') : inQuotes.replaceAll('""', '"')
  );
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of 64 hexadecimal digits, in URL-safe base64 without padding. */
function base64Of(hex: string): string {
  const bits = Array.from(hex, digit =>
    parseInt(digit, 16).toString(2).padStart(4, '0')
  );
  const groups = bits.join('').match(/.{1,6}/g) ?? [];
  return groups.map(group => DIGITS[parseInt(group.padEnd(6, '0'), 2)]).join('');
}

const SHA256_LENGTH = 64;

function hexOf(hash: string): string | undefined {
  const text = /^sha256=([\w-]{43})=?$/.exec(hash)?.[1];
  if (text === undefined) return undefined;
  const bits = Array.from(text, digit =>
    DIGITS.indexOf(digit).toString(2).padStart(6, '0')
  );
  const nibbles = bits.join('').match(/.{4}/g) ?? [];
  const hex = nibbles.map(nibble => parseInt(nibble, 2).toString(16)).join('');
  return hex.slice(0, SHA256_LENGTH);
}
