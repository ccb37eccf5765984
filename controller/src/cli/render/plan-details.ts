/** The parts of a plan card that are lists: code, files, packages. Long lists are shortened. */
import type {
  BundleFile,
  BundlePlan,
  Decision,
  Plan,
  Requirement
} from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import type { CardLine } from './card.js';
import { totals } from './decisions.js';
import { cutMiddle, plural } from './text.js';

/** Most entries of a list on the card; all of them are in `-o yaml`. */
const SHOWN = 8;

/** Longest code quoted on the card, in columns. */
export const SOURCE_COLUMNS = 48;

const WORDS: Readonly<Record<Decision['outcome'], string>> = {
  keep: 'kept',
  translate: 'translated',
  requirement: 'a requirement',
  drop: 'left out',
  note: 'note',
  refuse: 'refused'
};

/** How many cells run, and what is not plain Python in them. */
export function codeLines({ cells, source }: Plan): CardLine[] {
  const dropped = cells
    .filter(({ outcome }) => outcome === 'dropped')
    .map(({ number, reason }) => `cell ${String(number)} left out: ${reason.text}`);
  const decided = cells
    .filter(({ outcome }) => outcome !== 'dropped')
    .flatMap(cell => cell.decisions)
    .filter(({ outcome }) => outcome !== 'keep' && outcome !== 'refuse')
    .map(decisionText);
  const more = `jkf convert ${source.path} --explain`;
  return [{ text: totals(cells) }, ...shortened([...dropped, ...decided], more)];
}

function decisionText({ cell, source, outcome, reason }: Decision): string {
  const code = cutMiddle(source, SOURCE_COLUMNS);
  return `cell ${String(cell)}: ${code} ${WORDS[outcome]}: ${reason.text}`;
}

/** Files of the user; the script is only counted, the runner that ships with every run is not. */
export function fileLines({ files }: BundlePlan): CardLine[] {
  const included = files.filter(file => file.included);
  const size = included.reduce((sum, file) => sum + file.size, 0);
  const listed = files.filter(
    ({ origin, included: shipped }) => !shipped || !isMade(origin)
  );
  return [
    { text: `${plural(included.length, 'file')}, ${bytesText(size)}` },
    ...shortened(listed.map(fileText), '-o yaml')
  ];
}

function isMade(origin: BundleFile['origin']): boolean {
  return origin === 'runner' || origin === 'script';
}

function fileText({ path, size, reason, included }: BundleFile): string {
  return included
    ? `${path}  ${bytesText(size)}, ${reason.text}`
    : `${path}  left out: ${reason.text}`;
}

/** Requirements, the missing ones first. */
export function packageLines(requirements: readonly Requirement[]): CardLine[] {
  const wanted = requirements.filter(({ included }) => included);
  if (wanted.length === 0) return [];
  const missing = wanted.filter(({ installed }) => installed === undefined);
  const absent = missing.map(
    ({ text, reason }) => `${text}  not installed, ${reason.text}`
  );
  const present = wanted
    .filter(({ installed }) => installed !== undefined)
    .map(({ name, installed }) => `${name} ${installed ?? ''}`);
  const count =
    missing.length > 0
      ? `, ${String(missing.length)} not installed`
      : ', all installed';
  return [
    { text: `${plural(wanted.length, 'package')}${count}` },
    ...shortened(absent, '-o yaml'),
    ...(present.length > 0
      ? [{ text: present.join(' · '), meaning: 'dim' as const }]
      : [])
  ];
}

/** Requirements by themselves: the image has them or not, which a check tells. */
export function neededLines(requirements: readonly Requirement[]): CardLine[] {
  const wanted = requirements.filter(({ included }) => included);
  if (wanted.length === 0) return [];
  const names = wanted.map(({ text }) => text).join(' · ');
  return [
    { text: `${plural(wanted.length, 'package')} needed` },
    { text: names, meaning: 'dim' }
  ];
}

function shortened(texts: readonly string[], more: string): CardLine[] {
  const rest = texts.length - SHOWN;
  const shown = rest > 1 ? texts.slice(0, SHOWN) : texts;
  const lines: CardLine[] = shown.map(text => ({ text, meaning: 'dim' }));
  if (rest <= 1) return lines;
  return [...lines, { text: `… and ${String(rest)} more: ${more}`, meaning: 'dim' }];
}
