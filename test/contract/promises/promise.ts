/** A promise that every target keeps: a sentence, and how it is put to the test. */
import type { RunTarget } from '../../../controller/src/ports/target.js';

/** By sentence. Each one launches runs with ids of its own. */
export type Promises = Readonly<Record<string, (target: RunTarget) => Promise<void>>>;

/** Steps of a rank, in short. */
export const hang = { kind: 'hang' } as const;
export const write = (text: string) => ({ kind: 'write', text }) as const;
export const exit = (code: number) => ({ kind: 'exit', code }) as const;
export const file = (path: string, text: string) =>
  ({ kind: 'file', path, text }) as const;
export const metric = (name: string, value: number) =>
  ({ kind: 'metric', name, value }) as const;
