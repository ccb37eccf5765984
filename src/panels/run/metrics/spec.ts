/** The plot of one metric as a Vega-Lite specification: what JupyterLab itself draws. */
import { thin } from './thin.js';
import type { Series } from './series.js';

/** One line of the plot. */
export interface PlotLine {
  readonly label: string;
  readonly colour: string;
  /** A run to compare with. */
  readonly dashed: boolean;
  readonly series: Series;
  /** Seconds since the epoch from which its time axis counts. */
  readonly start: number;
}

export type Axis = 'step' | 'time';

/** What a theme says, as CSS. */
export interface PlotLook {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
}

export interface Plot {
  readonly lines: readonly PlotLine[];
  readonly axis: Axis;
  /** Titles of the axes. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly legendTitle: string;
  /** Whether the values' axis begins at 0. */
  readonly fromZero: boolean;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly look: PlotLook;
}

/** Points of a line: no screen shows more. */
const MOST_POINTS = 1000;

/** Lines that a legend names: with more of them it takes the plot's room. */
const MOST_NAMED = 18;

/** Characters of a label that many fit beside each other of. */
const SHORT = 8;

const DASH = [5, 3];

export function plotSpec(plot: Plot): Record<string, unknown> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    width: plot.width,
    height: plot.height,
    autosize: { type: 'fit', contains: 'padding' },
    data: { values: plot.lines.flatMap(line => rowsOf(line, plot.axis)) },
    encoding: encoding(plot),
    layer: [{ mark: { type: 'line', clip: true, strokeWidth: 1.5 } }, hoverLayer(plot)],
    config: config(plot.look)
  };
}

function rowsOf(line: PlotLine, axis: Axis): Record<string, unknown>[] {
  const { steps, times, values } = line.series;
  const xs = axis === 'step' ? steps : times.map(time => time - line.start);
  return thin(xs, values, MOST_POINTS).map(point => ({ ...point, line: line.label }));
}

function encoding({
  lines,
  xTitle,
  yTitle,
  legendTitle,
  fromZero
}: Plot): Record<string, unknown> {
  const domain = lines.map(({ label }) => label);
  const isNamed = lines.length > 1 && lines.length <= MOST_NAMED;
  const legend = isNamed ? legendOf(lines, legendTitle) : null;
  return {
    x: { field: 'x', type: 'quantitative', title: xTitle, axis: { grid: false } },
    y: { field: 'y', type: 'quantitative', title: yTitle, scale: { zero: fromZero } },
    color: {
      field: 'line',
      type: 'nominal',
      scale: { domain, range: lines.map(({ colour }) => colour) },
      legend
    },
    strokeDash: {
      field: 'line',
      type: 'nominal',
      scale: { domain, range: lines.map(({ dashed }) => (dashed ? DASH : [1, 0])) },
      legend: null
    }
  };
}

/** Names of other runs are long. */
function legendOf(lines: readonly PlotLine[], title: string): Record<string, unknown> {
  const columns = lines.some(({ label }) => label.length > SHORT) ? 2 : 6;
  const symbol = { symbolType: 'stroke', symbolStrokeWidth: 2 };
  const place = { orient: 'bottom', direction: 'horizontal', titleOrient: 'left' };
  return { ...place, columns, title, ...symbol };
}

/** The values nearest to the pointer. */
function hoverLayer({
  xTitle,
  yTitle,
  legendTitle,
  lines
}: Plot): Record<string, unknown> {
  const which = lines.length > 1 ? [{ field: 'line', title: legendTitle }] : [];
  return {
    params: [
      {
        name: 'hover',
        select: {
          type: 'point',
          on: 'pointerover',
          nearest: true,
          clear: 'pointerout'
        }
      }
    ],
    mark: { type: 'point', filled: true, size: 50 },
    encoding: {
      opacity: { condition: { param: 'hover', empty: false, value: 1 }, value: 0 },
      tooltip: [
        ...which,
        { field: 'x', type: 'quantitative', title: xTitle, format: '.6~g' },
        { field: 'y', type: 'quantitative', title: yTitle, format: '.6~g' }
      ]
    }
  };
}

function config({ text, grid, font }: PlotLook): Record<string, unknown> {
  const words = {
    labelColor: text,
    titleColor: text,
    labelFont: font,
    titleFont: font
  };
  return {
    background: null,
    view: { stroke: null },
    axis: { ...words, gridColor: grid, domainColor: grid, tickColor: grid },
    legend: words
  };
}
