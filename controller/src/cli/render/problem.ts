/** A problem as two lines: what is wrong, and what to do about it. */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import { paragraphs, type CardLine, type Layout } from './card.js';

/** `✗ sentence` and `→ remedy`, wrapped. */
export function problemLines(problem: Problem, layout: Layout): string[] {
  return paragraphs(problemParagraphs(problem), layout);
}

/** The same as paragraphs of a card. */
export function problemParagraphs(problem: Problem): CardLine[] {
  return [
    { icon: { text: '✗', meaning: 'bad' }, text: problem.sentence },
    { icon: { text: '→', meaning: 'accent' }, text: problem.remedy, indent: 2 }
  ];
}
