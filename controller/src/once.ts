/** Parts of the program that are made when they are first asked for. */

/** A value that is made when it is first asked for. */
export type Once<T> = (() => Promise<T>) & {
  /** Undefined until then. */
  readonly made: () => Promise<T> | undefined;
};

export function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | undefined;
  return Object.assign(() => (made ??= make()), { made: () => made });
}
