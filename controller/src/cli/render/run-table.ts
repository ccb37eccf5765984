/** The list of runs as a table. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import type { Layout } from './card.js';
import { RUN_MARKS } from './marks.js';
import { table, type TableCell, type TableColumn } from './table.js';
import { duration, metricsText, moment } from './units.js';

const WIDE: readonly TableColumn[] = [
  { title: 'run' },
  { title: 'state' },
  { title: 'started' },
  { title: 'time' },
  { title: 'source', yields: 1, cut: 'middle' },
  { title: 'result', yields: 2 }
];

/** Below so many columns only the first three are shown. */
const NARROW = 72;

/** Header and one line a run, as sorted. */
export function runTable(runs: readonly Run[], now: number, layout: Layout): string[] {
  const count = layout.cut && layout.columns < NARROW ? 3 : WIDE.length;
  const columns = WIDE.slice(0, count).map((column, i) =>
    count === 3 && i === 0 ? ({ ...column, yields: 1, cut: 'middle' } as const) : column
  );
  const rows = runs.map(run => runRow(run, now).slice(0, count));
  return table(columns, rows, layout);
}

function runRow(run: Run, now: number): TableCell[] {
  const { icon, word, meaning } = RUN_MARKS[run.state];
  const start = run.startedAt ?? run.createdAt;
  return [
    { text: run.id },
    { text: `${icon} ${word.toLowerCase()}`, meaning },
    { text: moment(start, now) },
    { text: duration((run.endedAt ?? now) - start) },
    { text: run.source },
    { text: resultText(run), meaning: 'dim' }
  ];
}

function resultText(run: Run): string {
  if (run.problem) return run.problem.sentence;
  const { position = 0, of = 0 } = run.progress ?? {};
  const cells =
    hasEnded(run) || of === 0 ? '' : `cell ${String(position)}/${String(of)}`;
  return [cells, metricsText(run.metrics)].filter(Boolean).join(' · ');
}
