/** The list of runs as a table. */
import type { Problem, Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import type { Layout } from './card.js';
import { RUN_MARKS } from './marks.js';
import { painter } from './paint.js';
import { table, type TableCell, type TableColumn } from './table.js';
import { width } from './text.js';
import { duration, metricsText, moment } from './units.js';

const WIDE: readonly TableColumn[] = [
  { title: 'run' },
  { title: 'state' },
  { title: 'started' },
  { title: 'time' },
  { title: 'source', yields: 2, least: 12 },
  { title: 'result', yields: 1 }
];

/** How many columns of the table are shown: the most that fit the terminal. */
const COUNTS: readonly number[] = [WIDE.length, 3];

/** On the narrowest terminal. */
const FEWEST = 2;

/** Header and one line a run, as sorted. An id is never cut: it is there to be copied. */
export function runTable(runs: readonly Run[], now: number, layout: Layout): string[] {
  const room = layout.cut ? layout.columns : Infinity;
  const rows = runs.map(run => runRow(run, now));
  const drawn = (count: number, paint = layout.paint): string[] =>
    table(
      WIDE.slice(0, count),
      rows.map(row => row.slice(0, count)),
      { ...layout, paint }
    );
  // Colours take no room.
  const fits = (count: number): boolean =>
    drawn(count, painter(false)).every(line => width(line) <= room);
  return drawn(COUNTS.find(fits) ?? FEWEST);
}

function runRow(run: Run, now: number): TableCell[] {
  const { icon, word, meaning } = RUN_MARKS[run.state];
  const start = run.startedAt ?? run.createdAt;
  return [
    { text: run.id },
    { text: `${icon} ${word.toLowerCase()}`, meaning },
    { text: moment(start, now) },
    { text: duration((run.endedAt ?? now) - start) },
    { text: sourceText(run.source) },
    { text: resultText(run), meaning: 'dim' }
  ];
}

/** The name first: it is what tells runs apart when the end is cut. */
function sourceText(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? path : `${path.slice(at + 1)} (${path.slice(0, at) || '/'})`;
}

/** `ValueError, cell 3`, or the sentence; which rank it was is clear when there is one. */
function problemText({ params, sentence }: Problem, ranks: number): string {
  const { exception, cell } = params;
  if (exception === undefined)
    return ranks === 1 ? sentence.replace(/^Rank 0: /, '') : sentence;
  return cell === undefined
    ? String(exception)
    : `${String(exception)}, cell ${String(cell)}`;
}

function resultText(run: Run): string {
  if (run.problem) return problemText(run.problem, run.ranks.length);
  const { position = 0, of = 0 } = run.progress ?? {};
  const cells =
    hasEnded(run) || of === 0 ? '' : `cell ${String(position)}/${String(of)}`;
  return [cells, metricsText(run.metrics)].filter(Boolean).join(' · ');
}
