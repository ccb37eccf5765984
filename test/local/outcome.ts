/** What a followed run told, item by item, as values. */
import {
  Followed,
  type Problem,
  type Run,
  type RunnerEvent
} from '@jupyterlab-kubeflow/protocol';
import type { Ended } from './command.js';

type Event<K extends RunnerEvent['kind']> = Extract<RunnerEvent, { kind: K }>;

/** A run from its start to its end. */
export interface Outcome {
  readonly code: number;
  readonly stderr: string;
  /** As it was at its end. */
  readonly run: Run;
  /** Output lines of one rank, in order. */
  lines(rank?: number): string[];
  /** Events of one kind and rank, in order. */
  events<K extends RunnerEvent['kind']>(kind: K, rank?: number): Event<K>[];
}

/** Reads what `jkf run --follow -o json` printed; an Error when there was no run. */
export function outcomeOf({ code, stdout, stderr }: Ended): Outcome {
  const items = parseItems(stdout);
  const run = items.filter(item => item.kind === 'run').at(-1)?.run;
  if (!run) throw new Error(`There was no run:\n${stdout}${stderr}`);
  return {
    code,
    stderr,
    run,
    lines: (rank = 0) =>
      items.flatMap(item =>
        item.kind === 'log' && item.rank === rank ? [item.text] : []
      ),
    events: <K extends RunnerEvent['kind']>(kind: K, rank = 0) =>
      items.flatMap(item =>
        item.kind === 'event' && item.rank === rank && item.event.kind === kind
          ? [item.event as Event<K>]
          : []
      )
  };
}

function parseItems(stdout: string): Followed[] {
  const documents = jsonLines(stdout);
  return documents.flatMap(value => {
    const item = Followed.safeParse(value);
    return item.success ? [item.data] : [];
  });
}

/** The problems that `-o json` told: the one that ended the command, or those of a plan. */
export function problemsOf({ stdout, stderr }: Ended): Problem[] {
  const told = parseAnswer(stdout);
  if (!told) throw new Error(`No problem was told:\n${stdout}${stderr}`);
  const { problem, checks = [] } = told;
  return [problem, ...checks.map(check => check.problem)].filter(
    one => one !== undefined
  );
}

interface Answer {
  readonly problem?: Problem;
  readonly checks?: readonly { readonly problem?: Problem }[];
}

/** A document, or the last line of several. */
function parseAnswer(stdout: string): Answer | undefined {
  const text = stdout.trimEnd();
  const json = text.startsWith('{\n') ? text : (text.split('\n').at(-1) ?? '');
  return json.startsWith('{') ? (JSON.parse(json) as Answer) : undefined;
}

function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter(line => line.startsWith('{') && line.endsWith('}'))
    .map(line => JSON.parse(line) as unknown);
}

/** Text for people is broken into lines; sentences are compared without. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
