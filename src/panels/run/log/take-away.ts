/** Lines as text, for the clipboard and for files. */
import type { LogLines } from '../../../tokens.js';
import type { RunSession } from '../session.js';
import type { LogModel } from './log-model.js';
import { plainText } from './line-text.js';
import { save, saveText } from '../save.js';
import { clockText } from './times.js';

/** Lines that are copied at most: the last ones. */
const MOST_COPIED = 20_000;

/** What the log view shows, without colours. */
export function copiedText(log: LogModel, lines: LogLines): string {
  const first = Math.max(0, log.rows.length - MOST_COPIED);
  return mergedText(log, lines, first).join('');
}

/** One rank's log comes whole from the server; others are put together here. */
export function downloadLog(log: LogModel, { id, runs, followed }: RunSession): void {
  const { filter } = log;
  const only = log.ranks.length === 1 && filter === 'all' ? log.ranks[0] : filter;
  if (typeof only === 'number') {
    save(runs.logUrl(id, only), '');
    return;
  }
  saveText(mergedText(log, followed.lines, 0), `${id}.log`);
}

/** A line a string; with the rank when there are several. */
function mergedText(log: LogModel, lines: LogLines, first: number): string[] {
  const many = log.ranks.length > 1;
  const texts: string[] = [];
  for (let row = first; row < log.rows.length; row++) {
    const line = lines.at(log.rows.lineAt(row));
    if (!line) continue;
    const start = many ? `${String(line.rank)} ${clockText(line.time)} ` : '';
    texts.push(`${start}${plainText(line.text)}\n`);
  }
  return texts;
}
