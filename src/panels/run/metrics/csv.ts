/** Metrics as CSV (RFC 4180), one row a value, so that any tool can pivot them. */
import type { Series } from './series.js';

/** Metrics of one run. */
export interface RunMetrics {
  readonly run: string;
  readonly names: readonly string[];
  of(name: string): readonly Series[];
}

const HEADER = ['run', 'metric', 'rank', 'step', 'time', 'value'];

export function metricsCsv(runs: readonly RunMetrics[]): string {
  const rows = runs.flatMap(run =>
    run.names.flatMap(name =>
      run.of(name).flatMap(series => rowsOf(run.run, name, series))
    )
  );
  return [HEADER, ...rows].map(row => `${row.map(csvField).join(',')}\r\n`).join('');
}

function rowsOf(run: string, name: string, series: Series): string[][] {
  return series.values.map((value, index) => [
    run,
    name,
    String(series.rank),
    String(series.steps[index]),
    new Date((series.times[index] ?? 0) * 1000).toISOString(),
    String(value)
  ]);
}

/** Quoted where it must be; a formula is no name of a metric, and is defused. */
export function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
