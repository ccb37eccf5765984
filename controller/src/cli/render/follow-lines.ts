/** Items of a followed run as lines: output with its rank, values, figures. */
import {
  BUILDER,
  type Followed,
  type RunnerEvent
} from '@jupyterlab-kubeflow/protocol';
import type { Paint } from './paint.js';
import { plain, screenText } from './screen.js';
import { pad } from './text.js';
import { timeOfDay } from './units.js';

/** How lines are shown. */
export interface LineStyle {
  readonly paint: Paint;
  /** How many ranks the run has: one has no prefix. */
  readonly ranks: number;
  /** Time of day before each line. */
  readonly timestamps: boolean;
  /** True: as a terminal shows it. False: output is passed on byte for byte. */
  readonly terminal: boolean;
}

type LogItem = Extract<Followed, { kind: 'log' }>;
type EventItem = Extract<Followed, { kind: 'event' }>;

/** One line of output. */
export function logLine(item: LogItem, style: LineStyle): string {
  const time = style.timestamps ? `${style.paint('dim', timeOfDay(item.time))} ` : '';
  const text = style.terminal ? screenText(item.text, style.paint.on) : item.text;
  return time + prefix(item.rank, style) + text;
}

/** Lines of an event that is a result: a value, a figure, an expected exception. */
export function eventLines(item: EventItem, style: LineStyle): string[] {
  const before = prefix(item.rank, style);
  return resultLines(item.event, style).map(line => before + line);
}

function resultLines(event: RunnerEvent, { paint }: LineStyle): string[] {
  switch (event.kind) {
    case 'value':
      return valueLines(event, paint);
    case 'figure':
      return [
        paint('accent', `${placeText(event.cell)} → figure ${plain(event.path)}`)
      ];
    case 'failure':
      return event.expected
        ? [
            paint(
              'dim',
              `${placeText(event.cell)} raised ${plain(event.exception)}, as expected`
            )
          ]
        : [];
    default:
      return [];
  }
}

/** Most lines of a value that are shown; the rest is in the run's events. */
const VALUE_LINES = 20;

function valueLines(event: { cell: number; text: string }, paint: Paint): string[] {
  const lines = event.text.split('\n').map(line => screenText(line, false));
  const title = paint('accent', `${placeText(event.cell)} →`);
  if (lines.length === 1) return [`${title} ${lines[0] ?? ''}`];
  const rest = lines.length - VALUE_LINES;
  const shown = rest > 1 ? lines.slice(0, VALUE_LINES) : lines;
  const more = rest > 1 ? [paint('dim', `  … ${String(rest)} more lines`)] : [];
  return [title, ...shown.map(line => `  ${line}`), ...more];
}

function placeText(cell: number): string {
  return cell === 0 ? 'result' : `cell ${String(cell)}`;
}

function prefix(rank: number, { ranks, paint }: LineStyle): string {
  if (ranks <= 1) return '';
  if (rank === BUILDER) return paint('dim', '[image] ');
  const columns = String(ranks - 1).length + 3;
  return paint.rank(rank, pad(`[${String(rank)}]`, columns));
}
