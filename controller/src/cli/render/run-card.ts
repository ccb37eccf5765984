/** A run as a card, and the end of a followed run: state, why, results, what next. */
import {
  isActive,
  suspensionOf,
  type OutputFile,
  type Rank,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import { workFolder } from '../../core/run/folders.js';
import { FRAMEWORK_NAMES } from '../../core/workload/workload.js';
import { card, paragraphs, type CardLine, type CardRow, type Layout } from './card.js';
import { RUN_MARKS } from './marks.js';
import { givenRows, type GivenPlans } from './run-plan.js';
import { problemParagraphs } from './problem.js';
import { cut, plural } from './text.js';
import { absolute, duration, metricsText, moment, workers } from './units.js';

/** What a card is drawn from, beside the run. */
export interface RunFacts {
  readonly outputs: readonly OutputFile[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What only the card of one run shows. */
export interface ShownFacts extends RunFacts, GivenPlans {
  /** What the function returned, as Python shows it. */
  readonly result?: string;
}

/** Longest result of a function shown, in columns. */
const RESULT_COLUMNS = 400;

/** Most output files listed. */
const FILES = 12;

/** The card of `jkf runs show`. */
export function runCard(run: Run, facts: ShownFacts, layout: Layout): string[] {
  const rows: CardRow[] = [
    { label: 'Source', lines: [{ text: run.source }] },
    { label: 'Started', lines: [{ text: startText(run, facts.now) }] },
    { label: 'Repeats', lines: run.parent === undefined ? [] : [{ text: run.parent }] },
    ...givenRows(facts),
    { label: 'Progress', lines: progressLines(run) },
    { label: 'Workers', lines: workerLines(run) },
    { label: 'Result', lines: valueLines(facts.result) },
    ...resultRows(run, facts.outputs),
    { label: 'Folder', lines: run.folder === undefined ? [] : [{ text: run.folder }] },
    { label: 'Next', lines: nextLines(run) }
  ];
  return [...headline(run, facts.now, layout), ...card(rows, layout)];
}

/** What stands under the log when the run has ended. */
export function runSummary(run: Run, facts: RunFacts, layout: Layout): string[] {
  const rows = [
    ...resultRows(run, facts.outputs),
    { label: 'Next', lines: nextLines(run) }
  ];
  return ['', ...headline(run, facts.now, layout), ...card(rows, layout)];
}

/** `✓ digits-x7k2m Succeeded in 1:12`, and below it why it failed. */
export function headline(run: Run, now: number, layout: Layout): string[] {
  const { icon, word, meaning } = RUN_MARKS[run.state];
  const time = tookText(run, now);
  const title = `${layout.paint(meaning, `${icon} ${word}`)}${time}  ${layout.paint('strong', run.id)}`;
  const [sentence, ...remedy] = run.problem ? problemParagraphs(run.problem) : [];
  if (!sentence) return [title];
  const why: CardLine[] = [{ text: sentence.text, indent: 2 }, ...remedy];
  return [title, ...paragraphs(why, layout)];
}

function tookText({ state, startedAt, endedAt }: Run, now: number): string {
  if (startedAt === undefined) return '';
  const preposition =
    state === 'succeeded' ? 'in' : state === 'running' ? 'for' : 'after';
  return ` ${preposition} ${duration((endedAt ?? now) - startedAt)}`;
}

function startText(run: Run, now: number): string {
  const start = run.startedAt ?? run.createdAt;
  const relative = moment(start, now);
  const exact = absolute(start);
  return exact.startsWith(relative) ? exact : `${relative} (${exact})`;
}

function progressLines({ state, progress }: Run): CardLine[] {
  if (!progress || state === 'succeeded') return [];
  return [{ text: `cell ${String(progress.position)} of ${String(progress.of)}` }];
}

function workerLines({ ranks, framework }: Run): CardLine[] {
  const kind = framework === 'none' ? '' : `, ${FRAMEWORK_NAMES[framework]}`;
  const title = { text: `${workers(ranks.length)}${kind}` };
  const plain = ranks.length === 1 && ranks[0]?.exitCode === undefined;
  return plain ? [title] : [title, ...ranks.map(rankLine)];
}

function rankLine({ rank, role, state, signal, exitCode, pid }: Rank): CardLine {
  const ends: string[] = [];
  if (signal !== undefined) ends.push(signal);
  else if (exitCode !== undefined) ends.push(`exit code ${String(exitCode)}`);
  else if (pid !== undefined) ends.push(`process ${String(pid)}`);
  return {
    text: [`rank ${String(rank)} ${role}: ${state}`, ...ends].join(', '),
    meaning: state === 'failed' ? 'bad' : 'dim'
  };
}

function valueLines(result: string | undefined): CardLine[] {
  return result === undefined ? [] : [{ text: cut(result, RESULT_COLUMNS) }];
}

function resultRows(run: Run, outputs: readonly OutputFile[]): CardRow[] {
  const metrics = metricsText(run.metrics);
  const { peakBytes } = run;
  return [
    { label: 'Metrics', lines: metrics ? [{ text: metrics }] : [] },
    {
      label: 'Memory',
      lines: peakBytes ? [{ text: `${bytesText(peakBytes)} at most` }] : []
    },
    { label: 'Outputs', lines: outputLines(outputs, run) }
  ];
}

function outputLines(outputs: readonly OutputFile[], run: Run): CardLine[] {
  if (outputs.length === 0) return [];
  const size = outputs.reduce((sum, file) => sum + file.size, 0);
  const shown = outputs.slice(0, outputs.length > FILES + 1 ? FILES : outputs.length);
  const ranks = [...new Set(shown.map(({ rank }) => rank))];
  const rest = outputs.length - shown.length;
  const more: CardLine[] =
    rest > 0 ? [{ text: `… and ${String(rest)} more`, meaning: 'dim' }] : [];
  return [
    { text: `${plural(outputs.length, 'file')}, ${bytesText(size)}` },
    ...ranks.flatMap(rank => [
      ...placeOf(run, rank),
      ...shown.filter(file => file.rank === rank).map(outputLine)
    ]),
    ...more
  ];
}

/** The folder a rank's files are in, to be copied from the terminal. */
function placeOf({ folder }: Run, rank: number): CardLine[] {
  return folder === undefined ? [] : [{ text: `in ${workFolder(folder, rank)}` }];
}

function outputLine({ path, size }: OutputFile): CardLine {
  return { text: `${path}  ${bytesText(size)}`, meaning: 'dim', indent: 2 };
}

/** Commands that make sense now. */
function nextLines(run: Run): CardLine[] {
  return nextCommands(run).map(text => ({ text, meaning: 'dim' }));
}

function nextCommands(run: Run): string[] {
  const { id } = run;
  if (!isActive(run)) return [`jkf runs logs ${id}`, `jkf runs rerun ${id}`];
  const end = `jkf runs cancel ${id}`;
  const pause = suspensionOf(run);
  if (pause === 'resume') return [`jkf runs resume ${id}`, end];
  return [
    `jkf runs logs ${id} --follow`,
    ...(pause ? [`jkf runs suspend ${id}`] : []),
    end
  ];
}
