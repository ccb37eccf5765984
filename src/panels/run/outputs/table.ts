/** The first rows of a CSV file (RFC 4180, quoted fields, any line end), for a look. */

export interface Table {
  readonly rows: readonly (readonly string[])[];
  /** There are more rows or columns than these. */
  readonly cut: boolean;
}

const MOST_ROWS = 200;
const MOST_COLUMNS = 50;

export function parseTable(text: string, separator: string): Table {
  const rows: string[][] = [];
  const reader = new FieldReader(text.replace(/^\uFEFF/, ''), separator);
  while (!reader.done && rows.length < MOST_ROWS) rows.push(reader.row());
  const wide = rows.some(row => row.length > MOST_COLUMNS);
  return {
    rows: rows.map(row => row.slice(0, MOST_COLUMNS)),
    cut: wide || !reader.done
  };
}

/** Tab, semicolon or comma: whichever the first line has most of. */
export function separatorOf(text: string): string {
  const line = /^.*/.exec(text)?.[0] ?? '';
  const count = (separator: string): number => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) =>
    count(one) > count(best) ? one : best
  );
}

class FieldReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly separator: string
  ) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  row(): string[] {
    const fields: string[] = [];
    for (;;) {
      fields.push(this.field());
      if (this.text[this.at] !== this.separator) break;
      this.at += 1;
    }
    this.skipLineEnd();
    return fields;
  }

  private field(): string {
    return this.text[this.at] === '"' ? this.quoted() : this.plain();
  }

  private quoted(): string {
    const start = this.at + 1;
    let end = this.text.indexOf('"', start);
    while (end >= 0 && this.text[end + 1] === '"')
      end = this.text.indexOf('"', end + 2);
    const last = end < 0 ? this.text.length : end;
    this.at = end < 0 ? last : last + 1;
    return this.text.slice(start, last).replaceAll('""', '"') + this.plain();
  }

  private plain(): string {
    const start = this.at;
    while (!this.done && !this.ends(this.text[this.at])) this.at += 1;
    return this.text.slice(start, this.at);
  }

  private ends(character: string | undefined): boolean {
    return character === this.separator || character === '\n' || character === '\r';
  }

  private skipLineEnd(): void {
    if (this.text[this.at] === '\r') this.at += 1;
    if (this.text[this.at] === '\n') this.at += 1;
  }
}
