/** Work on many things, a few at a time; the first failure ends the rest. */

/**
 * Calls `work` for each item, at most `limit` at once, and returns when all have ended.
 * @throws what the first that failed threw, once the others have stopped
 */
export async function eachLimited<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>
): Promise<void> {
  const failure = new AbortController();
  const either = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const queue = [...items];
  let first: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      either.throwIfAborted();
      await work(item, either);
    }
  };
  const guarded = (): Promise<void> =>
    worker().catch((error: unknown) => {
      first ??= { error };
      failure.abort();
    });
  await Promise.all(Array.from({ length: limit }, guarded));
  if (first) throw first.error;
}
