import { describe, expect, it } from 'vitest';
import type { Framework, Rank, Role } from '@jupyterlab-kubeflow/protocol';
import { mayFinish, verdict } from './verdict.js';

const ROLES: Readonly<Record<string, Role>> = {
  m: 'master',
  w: 'worker',
  c: 'chief',
  p: 'ps',
  e: 'evaluator'
};
const STATES: Readonly<Record<string, Rank['state']>> = {
  '?': 'waiting',
  '>': 'running',
  '+': 'succeeded',
  '-': 'stopped'
};

/** `c+ w> w!5`: a chief that succeeded, a running worker, one that failed at 5. */
function ranks(text: string): Rank[] {
  return text.split(' ').map((word, rank) => {
    const role = ROLES[word[0] ?? ''] ?? 'worker';
    const endedAt = Number(word.slice(2));
    const state = STATES[word[1] ?? ''] ?? 'failed';
    return { rank, role, index: 0, state, ...(state === 'failed' ? { endedAt } : {}) };
  });
}

const said = (framework: Framework, text: string): string => {
  const found = verdict(framework, ranks(text));
  return found.kind === 'failed' ? `failed ${String(found.rank)}` : found.kind;
};

describe('the verdict over the ranks', () => {
  it.each<[Framework, string, string]>([
    ['none', 'w?', 'undecided'],
    ['none', 'w>', 'undecided'],
    ['none', 'w+', 'succeeded'],
    ['none', 'w+ w>', 'undecided'],
    ['none', 'w+ w+', 'succeeded'],
    ['none', 'w!1', 'failed 0'],
    ['torch', 'm+ w>', 'undecided'],
    ['torch', 'm+ w+ w+', 'succeeded'],
    ['torch', 'm> w!9 w!4', 'failed 2'],
    ['torch', 'm+ w!9', 'failed 1'],
    ['tensorflow', 'w+ w>', 'undecided'],
    ['tensorflow', 'w+ w+', 'succeeded'],
    ['tensorflow', 'w+ w+ p>', 'succeeded'],
    ['tensorflow', 'c> w+ p>', 'undecided'],
    ['tensorflow', 'c+ w> p> e>', 'succeeded'],
    ['tensorflow', 'c> w!3 p>', 'failed 1'],
    ['tensorflow', 'c> w> p!3', 'failed 2'],
    ['tensorflow', 'p> e>', 'undecided'],
    ['tensorflow', 'p+ e+', 'succeeded']
  ])('of %s with %s is: %s', (framework, text, expected) => {
    expect(said(framework, text)).toBe(expected);
  });

  it.each([
    ['c+ w>', true],
    ['c+ w+ p>', false],
    ['c+ w+ e>', false],
    ['w+ w+', false]
  ])('leaves ranks that may still finish in %s: %s', (text, expected) => {
    expect(mayFinish(ranks(text))).toBe(expected);
  });
});
