/** Values of metrics as they come, one series a rank and name. */

/** Names of the series of what ranks use. */
export const USAGE = { cpu: 'cpu', memory: 'memory' } as const;

/** What the runner reported of one metric. */
export interface MetricEvent {
  readonly name: string;
  readonly value: number;
  readonly step?: number;
  /** Seconds since the epoch. */
  readonly time: number;
}

/** Columns of equal length; `steps` count from 0 where the program named none. */
export interface Series {
  readonly rank: number;
  readonly steps: readonly number[];
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

interface Growing extends Series {
  readonly steps: number[];
  readonly times: number[];
  readonly values: number[];
}

export class MetricSeries {
  private readonly byName = new Map<string, Map<number, Growing>>();

  /** In the order they were first reported. */
  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** Of all ranks, ascending. */
  of(name: string): readonly Series[] {
    const ranks = this.byName.get(name)?.values() ?? [];
    return [...ranks].sort((one, other) => one.rank - other.rank);
  }

  /** Finite values of the lowest rank, for a line of no words. */
  main(name: string): readonly number[] {
    return this.of(name)[0]?.values ?? [];
  }

  add(rank: number, { name, value, step, time }: MetricEvent): void {
    const series = this.seriesOf(name, rank);
    series.steps.push(step ?? (series.steps.at(-1) ?? -1) + 1);
    series.times.push(time);
    series.values.push(value);
  }

  private seriesOf(name: string, rank: number): Growing {
    const ranks = this.byName.get(name) ?? new Map<number, Growing>();
    this.byName.set(name, ranks);
    const series = ranks.get(rank) ?? { rank, steps: [], times: [], values: [] };
    ranks.set(rank, series);
    return series;
  }
}
