/** The executed notebook, read for showing: cells, and what each of them gave. */

/** Data of one output by MIME type, as the registry of renderers takes it. */
export interface CellOutput {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface ExecutedCell {
  readonly type: 'code' | 'markdown' | 'raw';
  readonly source: string;
  readonly count: number | undefined;
  readonly outputs: readonly CellOutput[];
}

const STDOUT = 'application/vnd.jupyter.stdout';
const STDERR = 'application/vnd.jupyter.stderr';
const ERROR = 'application/vnd.jupyter.error';

/** @throws SyntaxError when the text is no JSON; what is no cell is left out. */
export function readExecuted(text: string): ExecutedCell[] {
  const notebook: unknown = JSON.parse(text);
  return listAt(notebook, 'cells').flatMap(cell => readCell(cell) ?? []);
}

function readCell(cell: unknown): ExecutedCell | undefined {
  const type = fieldOf(cell, 'cell_type');
  if (type !== 'code' && type !== 'markdown' && type !== 'raw') return undefined;
  const count = fieldOf(cell, 'execution_count');
  return {
    type,
    source: joined(fieldOf(cell, 'source')),
    count: typeof count === 'number' ? count : undefined,
    outputs: listAt(cell, 'outputs').flatMap(output => readOutput(output) ?? [])
  };
}

function readOutput(output: unknown): CellOutput | undefined {
  const metadata = recordAt(output, 'metadata');
  switch (fieldOf(output, 'output_type')) {
    case 'stream': {
      const type = fieldOf(output, 'name') === 'stderr' ? STDERR : STDOUT;
      return { data: { [type]: joined(fieldOf(output, 'text')) }, metadata };
    }
    case 'error': {
      const traceback = listAt(output, 'traceback').map(String).join('\n');
      return { data: { [ERROR]: output, [STDERR]: traceback }, metadata };
    }
    case 'display_data':
    case 'execute_result':
      return { data: joinedData(recordAt(output, 'data')), metadata };
    default:
      return undefined;
  }
}

/** Text may be stored as a list of lines; JSON stays what it is. */
function joinedData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(data).map(([type, value]) => [
    type,
    /[/+]json$/.test(type) ? value : joined(value)
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function joined(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('');
  return typeof value === 'string' ? value : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? (list as unknown[]) : [];
}

function recordAt(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const record = fieldOf(value, name);
  return typeof record === 'object' && record !== null && !Array.isArray(record)
    ? (record as Record<string, unknown>)
    : {};
}

/** Code as Markdown, whatever backticks it contains: JupyterLab then colours it. */
export function fenced(source: string, language: string): string {
  const longest = Math.max(0, ...(source.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${source}\n${fence}`;
}
