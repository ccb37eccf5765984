/** Checks as lines of a card: the bad news first, each with what to do. */
import type { Check, Problem } from '@jupyterlab-kubeflow/protocol';
import type { CardLine } from './card.js';
import { CHECK_MARKS } from './marks.js';

const ORDER: readonly Check['outcome'][] = ['failed', 'warning', 'unknown', 'ok'];

/** What a check shows; `jkf doctor` has checks of its own. */
export interface ShownCheck {
  readonly name: string;
  readonly outcome: Check['outcome'];
  readonly message: { readonly text: string };
  readonly problem?: Pick<Problem, 'remedy'>;
}

/** One paragraph a check, sorted by urgency, with its remedy below. */
export function checkLines(checks: readonly ShownCheck[]): CardLine[] {
  return ORDER.flatMap(outcome => checks.filter(check => check.outcome === outcome))
    .map(checkParagraphs)
    .flat();
}

function checkParagraphs({ name, outcome, message, problem }: ShownCheck): CardLine[] {
  const { icon, meaning } = CHECK_MARKS[outcome];
  const line: CardLine = {
    icon: { text: icon, meaning },
    text: `${name}: ${message.text}`
  };
  if (!problem) return [line];
  const arrow = { text: '→', meaning: 'accent' } as const;
  return [line, { icon: arrow, text: problem.remedy, indent: 2 }];
}
