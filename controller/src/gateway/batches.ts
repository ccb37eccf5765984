/** Gathers items that come quickly into lists, without holding back those that do not. */

/** How much is gathered. */
export interface BatchOptions<T> {
  /** What a list holds: it takes no more items once their weights add up to this. */
  readonly size: number;
  /** How much of the size an item takes. @default 1 */
  readonly weigh?: (item: T) => number;
  /** Milliseconds a list waits for more after its first item. */
  readonly wait: number;
}

/**
 * Lists of items, in order. The source is only asked for more when the reader asks for
 * the next list: whoever reads slowly slows the source down. A source that fails does
 * so after all it gave before.
 */
export async function* batches<T>(
  source: AsyncIterable<T>,
  options: BatchOptions<T>
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
    await iterator.return?.();
  }
}

interface Gathered<T> {
  readonly items: T[];
  /** Asked for, and not an item of the list: it was late, the end, or a failure. */
  readonly pending?: Promise<IteratorResult<T>>;
}

async function gather<T>(
  iterator: AsyncIterator<T>,
  first: T,
  { size, wait, weigh = () => 1 }: BatchOptions<T>
): Promise<Gathered<T>> {
  const items = [first];
  const timer = timeout(wait);
  try {
    for (let weight = weigh(first); weight < size;) {
      const pending = iterator.next();
      // Looked at with the next list, which may never be asked for.
      pending.catch(() => undefined);
      const next = await Promise.race([settled(pending), timer.elapsed]);
      if (!next || next.done) return { items, pending };
      items.push(next.value);
      weight += weigh(next.value);
    }
    return { items };
  } finally {
    timer.dispose();
  }
}

/** The result, or `undefined` when there is none. */
function settled<T>(
  pending: Promise<IteratorResult<T>>
): Promise<IteratorResult<T> | undefined> {
  return pending.catch(() => undefined);
}

interface Timer {
  readonly elapsed: Promise<undefined>;
  dispose(): void;
}

function timeout(wait: number): Timer {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<undefined>(resolve => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, wait);
  });
  return {
    elapsed,
    dispose: () => {
      clearTimeout(timer);
    }
  };
}
