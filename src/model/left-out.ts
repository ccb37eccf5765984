/** Says which stored choices are not understood. */
import {
  LATER_PAGE_ERRORS,
  problemOf,
  type Problem
} from '@jupyterlab-kubeflow/protocol';

/** So many are named, of so many characters: notebooks come from anywhere. */
const MOST = 5;
const LENGTH = 60;

export function leftOutProblem(names: readonly string[]): Problem {
  const shown = names.slice(0, MOST).map(short);
  const more = names.length > MOST ? ['…'] : [];
  const code = 'settings-left-out';
  const fields = [...shown, ...more].join(', ');
  return problemOf(code, LATER_PAGE_ERRORS[code], { fields });
}

function short(name: string): string {
  const characters = Array.from(name);
  return characters.length > LENGTH
    ? `${characters.slice(0, LENGTH - 1).join('')}…`
    : name;
}
