/**
 * Writes a conversion as one Python script: readable by people and by editors that know
 * the percent format, and with a map from its lines to cells and lines of the notebook.
 */
import type { ScriptCell, Segment } from '@jupyterlab-kubeflow/protocol';
import type { Conversion, ConvertedCell } from './conversion.js';

export interface Script {
  /** Ends with a line end; equal conversions give equal bytes. */
  readonly text: string;
  readonly cells: readonly ScriptCell[];
}

/** Lines of a cell that go into a script, from 1, both included. */
export interface LineRange {
  readonly fromLine: number;
  readonly toLine: number;
}

/** A cell with the part of it that is wanted. */
interface Part {
  readonly cell: ConvertedCell;
  readonly ranges: readonly LineRange[];
}

/** The whole notebook as a script. */
export function renderScript(conversion: Conversion): Script {
  const parts = conversion.kept.map(cell => ({ cell, ranges: [wholeOf()] }));
  return write(conversion, parts, 'Cells keep their order; # %% [n] is code cell n.');
}

/** What a function needs: statements by cell, in order. */
export interface NeededLines extends LineRange {
  /** Code cell number. */
  readonly cell: number;
}

/** The statements one function of the notebook needs, as a script that defines it. */
export function renderFunction(
  conversion: Conversion,
  needed: readonly NeededLines[],
  name: string
): Script {
  const parts = conversion.kept
    .map(cell => ({ cell, ranges: rangesOf(cell, needed) }))
    .filter(part => part.ranges.length > 0);
  return write(
    conversion,
    parts,
    `Only what ${name}() needs; # %% [n] is code cell n.`
  );
}

function wholeOf(): LineRange {
  return { fromLine: 1, toLine: Infinity };
}

function rangesOf(cell: ConvertedCell, needed: readonly NeededLines[]): LineRange[] {
  return needed
    .filter(item => item.cell === cell.number)
    .sort((a, b) => a.fromLine - b.fromLine);
}

function write(conversion: Conversion, parts: readonly Part[], scope: string): Script {
  const lines = head(conversion, parts, scope);
  const cells = parts.map(part => writeCell(part, lines));
  return { text: `${lines.join('\n')}\n`, cells };
}

function head(conversion: Conversion, parts: readonly Part[], scope: string): string[] {
  const name = conversion.source.slice(conversion.source.lastIndexOf('/') + 1);
  const { futures } = conversion;
  const helpers = usedHelpers(conversion.helpers, parts);
  const imports = [
    ...(futures.length > 0 ? importLine('__future__', futures) : []),
    ...(helpers.length > 0
      ? importLine('jkf_runner', helpers, '  # ships with every run')
      : [])
  ];
  const title = `# ${name.replace(/\s/g, ' ')}, converted by: jkf convert`;
  return [title, `# ${scope}`, ...(imports.length > 0 ? ['', ...imports] : [])];
}

/** Helpers whose name stands in the written lines: parts of a notebook need fewer. */
function usedHelpers(helpers: readonly string[], parts: readonly Part[]): string[] {
  const text = parts
    .flatMap(part => partLines(part).map(([, line]) => line))
    .join('\n');
  return helpers.filter(helper =>
    new RegExp(`\\b${helper.split(' as ').at(-1) ?? helper}\\b`).test(text)
  );
}

/** One line, or one a name where that would be long. */
function importLine(module: string, names: readonly string[], remark = ''): string[] {
  const line = `from ${module} import ${names.join(', ')}${remark}`;
  if (line.length <= 88) return [line];
  return [
    `from ${module} import (${remark}`,
    ...names.map(name => `    ${name},`),
    ')'
  ];
}

function writeCell(part: Part, lines: string[]): ScriptCell {
  const { number, tags, mayRaise, parameters } = part.cell;
  const words = tags.map(tag => tag.replace(/\s+/g, '-'));
  lines.push('', [`# %% [${String(number)}]`, ...words].join(' '));
  const segments: Segment[] = [];
  for (const [cellLine, text] of partLines(part)) {
    lines.push(text);
    if (cellLine > 0) addLine(segments, lines.length, cellLine);
  }
  return { number, segments, mayRaise, parameters };
}

/** Lines with their number in the cell; 0 for lines that are not in the notebook. */
function partLines({ cell, ranges }: Part): [number, string][] {
  return ranges.flatMap(({ fromLine, toLine }) =>
    cell.lines.slice(fromLine - 1, toLine).map((text, i): [number, string] => {
      const line = fromLine + i;
      return [line <= cell.count ? line : 0, text];
    })
  );
}

/** Extends the last segment, or starts one. */
function addLine(segments: Segment[], scriptLine: number, cellLine: number): void {
  const last = segments.at(-1);
  const next = last !== undefined && last.cellLine + last.lines === cellLine;
  if (next && last.scriptLine + last.lines === scriptLine) {
    segments[segments.length - 1] = { ...last, lines: last.lines + 1 };
  } else segments.push({ scriptLine, cellLine, lines: 1 });
}
