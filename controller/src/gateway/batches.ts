/** Gathers items that come quickly into lists, without holding back those that do not. */

/** How much is gathered. */
export interface BatchOptions {
  /** Items a list holds at most. */
  readonly size: number;
  /** Milliseconds a list waits for more after its first item. */
  readonly wait: number;
}

/**
 * Lists of items, in order. The source is only asked for more when the reader asks for
 * the next list: whoever reads slowly slows the source down.
 */
export async function* batches<T>(
  source: AsyncIterable<T>,
  options: BatchOptions
): AsyncGenerator<T[]> {
  const iterator = source[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<T>> | undefined;
  try {
    for (;;) {
      const first = await (pending ?? iterator.next());
      pending = undefined;
      if (first.done) return;
      const gathered = await gather(iterator, first.value, options);
      pending = gathered.pending;
      yield gathered.items;
    }
  } finally {
    // An item that was asked for and not awaited must not become an unhandled rejection.
    pending?.catch(() => undefined);
    await iterator.return?.();
  }
}

interface Gathered<T> {
  readonly items: T[];
  /** Asked for, not there in time. */
  readonly pending?: Promise<IteratorResult<T>>;
}

async function gather<T>(
  iterator: AsyncIterator<T>,
  first: T,
  { size, wait }: BatchOptions
): Promise<Gathered<T>> {
  const items = [first];
  const timer = timeout(wait);
  try {
    while (items.length < size) {
      const pending = iterator.next();
      const next = await Promise.race([pending, timer.elapsed]);
      if (next === LATE) return { items, pending };
      if (next.done) return { items, pending: Promise.resolve(next) };
      items.push(next.value);
    }
    return { items };
  } finally {
    timer.dispose();
  }
}

const LATE = Symbol('late');

function timeout(wait: number): { elapsed: Promise<typeof LATE>; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<typeof LATE>(resolve => {
    timer = setTimeout(() => {
      resolve(LATE);
    }, wait);
  });
  return {
    elapsed,
    dispose: () => {
      clearTimeout(timer);
    }
  };
}
