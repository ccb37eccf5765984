import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches } from './batches.js';

/** Items, at some of which the source gives way to the event loop, once or for longer. */
type Pace = 'at once' | 'soon' | 'late';

const PATIENCE = { wait: 1 };

function pause(pace: Pace): Promise<void> {
  if (pace === 'at once') return Promise.resolve();
  return new Promise(resolve => setTimeout(resolve, pace === 'soon' ? 0 : 3));
}

class Source implements AsyncIterable<number> {
  asked = 0;
  closed = false;

  constructor(
    readonly paces: readonly Pace[],
    readonly failure?: Error
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<number> {
    try {
      for (const [index, pace] of this.paces.entries()) {
        this.asked = index + 1;
        await pause(pace);
        yield index;
      }
      if (this.failure) throw this.failure;
    } finally {
      this.closed = true;
    }
  }
}

const paces = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.constant<Pace>('at once') },
    { weight: 2, arbitrary: fc.constant<Pace>('soon') },
    { weight: 1, arbitrary: fc.constant<Pace>('late') }
  ),
  { maxLength: 40 }
);

describe('batches', () => {
  it('hold all items in order, none empty, none larger than asked', async () => {
    await fc.assert(
      fc.asyncProperty(paces, fc.integer({ min: 1, max: 9 }), async (given, size) => {
        const lists: number[][] = [];
        for await (const list of batches(new Source(given), { ...PATIENCE, size })) {
          lists.push(list);
        }
        expect(lists.flat()).toEqual([...given.keys()]);
        expect(lists.every(({ length }) => length >= 1 && length <= size)).toBe(true);
      }),
      { numRuns: 40 }
    );
  });

  it('take no more once their weights add up to the size', async () => {
    const source = new Source(Array<Pace>(7).fill('at once'));
    const weigh = (item: number): number => (item === 3 ? 100 : 1);
    const lists: number[][] = [];
    const options = { size: 3, wait: 1000, weigh };
    for await (const list of batches(source, options)) lists.push(list);
    expect(lists).toEqual([[0, 1, 2], [3], [4, 5, 6]]);
  });

  it('fail as their source does, after all it gave', async () => {
    await fc.assert(
      fc.asyncProperty(paces, fc.integer({ min: 1, max: 9 }), async (given, size) => {
        const source = new Source(given, new Error('torn'));
        const items: number[] = [];
        const read = async (): Promise<void> => {
          const lists = batches(source, { ...PATIENCE, size });
          for await (const list of lists) items.push(...list);
        };
        await expect(read()).rejects.toThrow('torn');
        expect(items).toEqual([...given.keys()]);
      }),
      { numRuns: 40 }
    );
  });

  it('close their source when the reader leaves early', async () => {
    const source = new Source(Array<Pace>(20).fill('at once'));
    for await (const list of batches(source, { ...PATIENCE, size: 4 })) {
      expect(list).toEqual([0, 1, 2, 3]);
      break;
    }
    expect(source.closed).toBe(true);
    expect(source.asked).toBeLessThan(6);
  });

  it('do not read ahead of a reader that pauses', async () => {
    const source = new Source(Array<Pace>(1000).fill('at once'));
    const lists = batches(source, { ...PATIENCE, size: 10 });
    await lists.next();
    await pause('late');
    expect(source.asked).toBe(10);
    await lists.return(undefined);
  });

  it('do not hold back an item that comes alone', async () => {
    const source = {
      async *[Symbol.asyncIterator]() {
        yield await Promise.resolve('first');
        await new Promise(() => undefined);
      }
    };
    const lists = batches(source, { ...PATIENCE, size: 10 });
    expect((await lists.next()).value).toEqual(['first']);
  });
});
