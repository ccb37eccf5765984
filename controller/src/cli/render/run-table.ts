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
  { title: 'source', yields: 2, least: 12, cut: 'middle' },
  { title: 'result', yields: 1 }
];

/** So many columns of the table are shown on a terminal of so many columns of text. */
const STEPS: readonly (readonly [below: number, count: number])[] = [
  [56, 2],
  [72, 3]
];

/** Header and one line a run, as sorted. An id is never cut: it is there to be copied. */
export function runTable(runs: readonly Run[], now: number, layout: Layout): string[] {
  const room = layout.cut ? layout.columns : Infinity;
  const count = STEPS.find(([below]) => room < below)?.[1] ?? WIDE.length;
  const rows = runs.map(run => runRow(run, now).slice(0, count));
  return table(WIDE.slice(0, count), rows, layout);
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
