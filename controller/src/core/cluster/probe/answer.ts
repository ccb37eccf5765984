/** What a cluster answered to one question: the value, or why there is none. */
import type { Problem } from '@jupyterlab-kubeflow/protocol';

export type Answer<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly problem?: Problem };

export function known<T>(value: T): Answer<T> {
  return { known: true, value };
}

/** @param problem - absent when nobody was asked */
export function unknown<T>(problem?: Problem): Answer<T> {
  return problem ? { known: false, problem } : { known: false };
}

/** The first that is known; of none, the first one's problem. */
export function firstKnown<T>(...answers: readonly Answer<T>[]): Answer<T> {
  return answers.find(answer => answer.known) ?? answers[0] ?? unknown();
}

export function mapKnown<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.known ? known(change(answer.value)) : answer;
}

export function valueOr<T>(answer: Answer<T>, otherwise: T): T {
  return answer.known ? answer.value : otherwise;
}
