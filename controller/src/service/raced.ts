/** Waiting that is given up while what is waited for goes on. */

/** Rejects with the signal's reason when it is aborted first. */
export function raced<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    const free = (): void => {
      signal.removeEventListener('abort', stop);
    };
    value.then(resolve, reject).finally(free);
  });
}
