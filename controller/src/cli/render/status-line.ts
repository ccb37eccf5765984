/**
 * The line at the bottom of a followed run:
 * `◐ cell 7/12 ▓▓▓▓░░░ · loss 0.31 · 3 workers · 1:12`. One line, never wider than the
 * terminal: what matters least goes first.
 */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { Layout } from './card.js';
import { RUN_MARKS } from './marks.js';
import { plain } from './screen.js';
import { cut, width } from './text.js';
import { figure, metricsText, ticking, workers } from './units.js';

const SPINNER = ['◐', '◓', '◑', '◒'];
const BAR = 8;
const SEPARATOR = ' · ';

/** Most metrics on the line. */
const METRICS = 3;

interface Part {
  readonly text: string;
  /** The higher, the sooner it goes. */
  readonly rank: number;
  /** What stands between it and the part before. @default ` · ` */
  readonly before?: string;
}

/** What the line shows beside the run. */
export interface StatusFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many times the line was drawn: turns the wheel. */
  readonly frame: number;
  /** Set after Ctrl-C: the run is asked to end. */
  readonly cancelling: boolean;
}

/** The line, painted, at most `layout.columns` wide. */
export function statusLine(run: Run, facts: StatusFacts, layout: Layout): string {
  const icon = SPINNER[facts.frame % SPINNER.length] ?? '◐';
  const meaning = facts.cancelling ? 'warning' : RUN_MARKS[run.state].meaning;
  const text = fit(statusParts(run, facts), layout.columns - width(icon) - 1);
  return `${layout.paint(meaning, icon)} ${text}`;
}

/** The same without a wheel and a bar, for files and pipes: `cell 7/12 · loss 0.31 · 1:12`. */
export function progressLine(run: Run, now: number): string {
  const { position = 0, of = 0 } = run.progress ?? {};
  const time = ticking(now - (run.startedAt ?? run.createdAt));
  const cells = of > 0 ? [`cell ${String(position)}/${String(of)}`] : [];
  return [...cells, metricsText(run.metrics), time].filter(Boolean).join(SEPARATOR);
}

function statusParts(run: Run, { now, cancelling }: StatusFacts): Part[] {
  const metrics = Object.entries(run.metrics).slice(0, METRICS);
  const size = run.ranks.length;
  return [
    { text: cancelling ? 'cancelling' : progressText(run), rank: 0 },
    ...(cancelling ? [] : barPart(run)),
    ...metrics.map(([name, value], i) => ({
      text: `${plain(name).replace(/\s+/g, ' ')} ${figure(value)}`,
      rank: i === 0 ? 2 : 3 + i
    })),
    ...(size > 1 ? [{ text: workers(size), rank: 6 }] : []),
    { text: ticking(now - (run.startedAt ?? run.createdAt)), rank: 1 }
  ];
}

function progressText({ state, progress }: Run): string {
  if (state === 'pending' || !progress) return RUN_MARKS[state].word.toLowerCase();
  const { position, of } = progress;
  return `cell ${String(position)}/${String(of)}`;
}

/** A cell that has started is not done yet. */
function barPart({ state, progress }: Run): Part[] {
  if (state === 'pending' || !progress) return [];
  const { position, of } = progress;
  const done = Math.round((Math.max(0, position - 1) / of) * BAR);
  const text = '▓'.repeat(done) + '░'.repeat(BAR - done);
  return [{ text, rank: 3, before: ' ' }];
}

function fit(parts: readonly Part[], room: number): string {
  const text = parts
    .map((part, i) => (i === 0 ? '' : (part.before ?? SEPARATOR)) + part.text)
    .join('');
  if (width(text) <= room) return text;
  const last = Math.max(...parts.map(part => part.rank));
  if (last === 0) return cut(text, room);
  return fit(
    parts.filter(part => part.rank !== last),
    room
  );
}
