import { nullTranslator } from '@jupyterlab/translation';
import type { UsageLimits } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { MetricSeries, USAGE } from './series.js';
import { plotSpec, type PlotLine } from './spec.js';
import { usagePlots, type UsagePlot } from './usage.js';

const MIB = 2 ** 20;
const LOOK = { text: 'black', grid: 'grey', font: 'serif', ranks: ['red', 'green'] };
const LIMITS = { cpu: 2, memoryBytes: 4096 * MIB };

/** Rank, time, cores and MiB of each measurement. */
type Measured = readonly [number, number, number, number];

function plots(measured: readonly Measured[], limits?: UsageLimits): UsagePlot[] {
  const usage = new MetricSeries();
  for (const [rank, time, cpu, mebibytes] of measured) {
    usage.add(rank, { name: USAGE.cpu, time, value: cpu });
    usage.add(rank, { name: USAGE.memory, time, value: mebibytes * MIB });
  }
  const trans = nullTranslator.load('');
  return usagePlots({ trans, usage, limits, look: LOOK, start: 100 });
}

const TWO: readonly Measured[] = [
  [1, 101, 0.5, 100],
  [0, 102, 1.257, 300],
  [0, 103, 0.9, 200]
];

const values = ({ label, series }: PlotLine) => [label, series.times, series.values];

describe('the plots of CPU and memory', () => {
  it('are none before anything was measured', () => {
    expect(plots([], LIMITS)).toEqual([]);
  });

  it('have a line for each rank, in the colours of the log', () => {
    const [cpu, memory] = plots(TWO);
    expect(cpu?.lines.map(values)).toEqual([
      ['0', [102, 103], [1.257, 0.9]],
      ['1', [101], [0.5]]
    ]);
    expect(cpu?.lines.map(({ colour }) => colour)).toEqual(['red', 'green']);
    expect(memory).toMatchObject({ unit: 'MiB', count: 3 });
    expect(memory?.lines.map(({ series }) => series.values)).toEqual([
      [300, 200],
      [100]
    ]);
  });

  it('have the limit as a dashed line from the first time to the last', () => {
    const [cpu, memory] = plots(TWO, LIMITS);
    expect(cpu?.lines.at(-1)).toMatchObject({ dashed: true, colour: 'black' });
    expect(cpu?.lines.map(values).at(-1)).toEqual(['limit', [101, 103], [2, 2]]);
    expect(memory?.unit).toBe('GiB');
    expect(memory?.lines.map(values).at(-1)).toEqual(['limit', [101, 103], [4, 4]]);
  });

  it.each([
    ['of one rank', [TWO[0]], undefined, ['0.5 CPU', '100 MiB']],
    ['of two ranks', TWO, undefined, ['0.5 CPU to 0.9 CPU', '100 MiB to 200 MiB']],
    [
      'with limits',
      [TWO[1]],
      LIMITS,
      ['1.26 CPU, limit 2 CPU', '300 MiB, limit 4.0 GiB']
    ]
  ])('say in words what was used last: %s', (_which, measured, limits, texts) => {
    const given = measured.flatMap(one => (one ? [one] : []));
    expect(plots(given, limits).map(({ text }) => text)).toEqual(texts);
  });

  it('name no more ranks than there is room for', () => {
    const legendOf = (count: number): unknown => {
      const many = Array.from({ length: count }, (_, rank): Measured => [
        rank,
        1,
        1,
        1
      ]);
      const [cpu] = plots(many);
      const trans = nullTranslator.load('');
      const legendTitle = trans.__('rank');
      const titles = { xTitle: 'x', yTitle: 'y', legendTitle };
      const size = { width: 250, height: 170, look: LOOK };
      const lines = cpu?.lines ?? [];
      const spec = plotSpec({
        lines,
        axis: 'time',
        ...titles,
        fromZero: true,
        ...size
      });
      return (spec['encoding'] as { color: { legend: unknown } }).color.legend;
    };
    expect(legendOf(18)).toMatchObject({ columns: 6 });
    expect(legendOf(19)).toBeNull();
  });
});
