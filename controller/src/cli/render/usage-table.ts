/** CPU and memory of ranks as a table. */
import { CORES, type UsageLimits } from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import type { Layout } from './card.js';
import { table, type TableCell } from './table.js';
import { figure } from './units.js';

/** What a rank used at a time. */
export interface Measured {
  readonly rank: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Cores. */
  readonly cpu: number;
  readonly memoryBytes: number;
}

const COLUMNS = ['rank', 'cpu', 'most', 'memory', 'most'].map(title => ({ title }));

/** Header and one line a rank: the last of each, and the most. */
export function usageTable(measured: readonly Measured[], layout: Layout): string[] {
  const ranks = [...new Set(measured.map(({ rank }) => rank))].sort((a, b) => a - b);
  const rows = ranks.map(rank =>
    rankRow(
      rank,
      measured.filter(one => one.rank === rank)
    )
  );
  return table(COLUMNS, rows, layout);
}

/** `Limits of each rank: 2 cores, 4.0 GiB.` */
export function limitsText({ cpu, memoryBytes }: UsageLimits): string {
  const cores = `${CORES.write(cpu)} ${cpu === 1 ? 'core' : 'cores'}`;
  return `Limits of each rank: ${cores}, ${bytesText(memoryBytes)}.`;
}

function rankRow(rank: number, measured: readonly Measured[]): TableCell[] {
  const last = measured.at(-1);
  const cpu = measured.map(one => one.cpu);
  const memory = measured.map(({ memoryBytes }) => memoryBytes);
  return [
    String(rank),
    figure(last?.cpu ?? 0),
    figure(Math.max(...cpu)),
    bytesText(last?.memoryBytes ?? 0),
    bytesText(Math.max(...memory))
  ].map(text => ({ text }));
}
