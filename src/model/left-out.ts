/** Says which stored choices are not understood. */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import { pageProblem } from '../client/gateway.js';

/** So many are named, of so many characters: notebooks come from anywhere. */
const MOST = 5;
const LENGTH = 60;

export function leftOutProblem(names: readonly string[]): Problem {
  const shown = names.slice(0, MOST).map(short);
  const more = names.length > MOST ? ['…'] : [];
  return pageProblem('settings-left-out', { fields: [...shown, ...more].join(', ') });
}

function short(name: string): string {
  const characters = Array.from(name);
  return characters.length > LENGTH
    ? `${characters.slice(0, LENGTH - 1).join('')}…`
    : name;
}
