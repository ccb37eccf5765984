/** CPU and memory of ranks as lines of two plots, with what they may use at most. */
import { bytesText, type UsageLimits } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { numberText } from '../../../ui/format.js';
import type { Look } from '../look.js';
import { USAGE, type MetricSeries, type Series } from './series.js';
import type { PlotLine } from './spec.js';

export interface UsagePlot {
  readonly name: string;
  /** What its axis counts. */
  readonly unit: string;
  /** What ranks used last, and the limit. */
  readonly text: string;
  readonly lines: readonly PlotLine[];
  /** How many values there are. */
  readonly count: number;
}

export interface UsageInput {
  readonly trans: TranslationBundle;
  readonly usage: MetricSeries;
  readonly limits: UsageLimits | undefined;
  readonly look: Look;
  /** Seconds since the epoch from which time counts. */
  readonly start: number;
}

/** What differs between the two plots. */
interface Kind {
  readonly name: string;
  readonly unit: string;
  /** Of the unit, in what was measured. */
  readonly size: number;
  readonly limit: number | undefined;
  readonly amount: (value: number) => string;
}

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;

/** The plots; none before anything was measured. */
export function usagePlots(input: UsageInput): UsagePlot[] {
  const { usage } = input;
  if (usage.names.length === 0) return [];
  const memory = usage.of(USAGE.memory);
  return [
    plotOf(input, usage.of(USAGE.cpu), cpuKind(input)),
    plotOf(input, memory, memoryKind(input, memory))
  ];
}

function cpuKind({ trans, limits }: UsageInput): Kind {
  return {
    name: trans.__('CPU'),
    unit: trans.__('cores'),
    size: 1,
    limit: limits?.cpu,
    amount: value => trans.__('%1 CPU', numberText(Number(value.toFixed(2))))
  };
}

function memoryKind({ trans, limits }: UsageInput, series: readonly Series[]): Kind {
  const limit = limits?.memoryBytes;
  const most = series.reduce(
    (high, { values }) => values.reduce((one, other) => Math.max(one, other), high),
    limit ?? 0
  );
  const [unit, size] = most < GIBIBYTE ? ['MiB', MEBIBYTE] : ['GiB', GIBIBYTE];
  return { name: trans.__('Memory'), unit, size, limit, amount: bytesText };
}

function plotOf(input: UsageInput, series: readonly Series[], kind: Kind): UsagePlot {
  const { look, start } = input;
  const ranks = series.map(one => ({
    label: String(one.rank),
    colour: look.ranks[one.rank % look.ranks.length] ?? look.text,
    dashed: false,
    series: { ...one, values: one.values.map(value => value / kind.size) },
    start
  }));
  return {
    name: kind.name,
    unit: kind.unit,
    text: textOf(input, series, kind),
    lines: [...ranks, ...limitLine(input, series, kind)],
    count: series.reduce((sum, { values }) => sum + values.length, 0)
  };
}

/** From the first to the last time of all ranks. */
function limitLine(
  { trans, look, start }: UsageInput,
  series: readonly Series[],
  { limit, size }: Kind
): PlotLine[] {
  if (limit === undefined) return [];
  const ends = series.flatMap(({ times }) => [
    times[0] ?? start,
    times.at(-1) ?? start
  ]);
  const value = limit / size;
  const times = [Math.min(...ends), Math.max(...ends)];
  const line = { rank: -1, steps: [0, 1], times, values: [value, value] };
  const label = trans.__('limit');
  return [{ label, colour: look.text, dashed: true, series: line, start }];
}

/** `0.98 CPU`, of several ranks from the lowest to the highest, and the limit. */
function textOf(
  { trans }: UsageInput,
  series: readonly Series[],
  { limit, amount }: Kind
): string {
  const last = series.flatMap(({ values }) => values.at(-1) ?? []);
  const [low, high] = [amount(Math.min(...last)), amount(Math.max(...last))];
  const used = low === high ? high : trans.__('%1 to %2', low, high);
  return limit === undefined ? used : trans.__('%1, limit %2', used, amount(limit));
}
