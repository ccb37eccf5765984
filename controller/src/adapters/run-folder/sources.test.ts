import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesOf, type Source } from './sources.js';

/** Bytes in use, once everything that can be freed is. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('the streams of a rank', () => {
  let folder: string;
  let rank: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-sources-'));
    rank = join(folder, 'ranks', '0');
    mkdirSync(rank, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function each(source: Source | undefined, see: () => void): Promise<void> {
    if (!source) throw new RangeError('there is no such stream');
    while (await source.fill(true)) {
      see();
      source.advance();
    }
    await source.close();
  }

  it('take no more memory for a long log than for a short one', async () => {
    const count = 200_000;
    const line = (i: number): string => `line ${String(i)} of a long log\n`;
    const text = Array.from({ length: count }, (_, i) => line(i)).join('');
    writeFileSync(join(rank, 'log'), text);
    const stamps = Array.from(
      { length: 5000 },
      (_, i) => `${String(i * 1000)} ${String(i)}\n`
    );
    writeFileSync(join(rank, 'log.times'), stamps.join(''));
    let [seen, first, most] = [0, 0, 0];
    await each(sourcesOf(folder, 1, {})[1], () => {
      seen += 1;
      if (seen % 40_000 !== 1) return;
      const now = bytesInUse();
      first ||= now;
      most = Math.max(most, now - first);
    });
    expect(seen).toBe(count);
    // The log has 5.9 MB.
    expect(most).toBeLessThan(2 ** 20);
  });

  it('leave out lines that are no events', async () => {
    const event = '{"kind":"memory","time":1,"peakBytes":5}\n';
    writeFileSync(
      join(rank, 'events.jsonl'),
      `${event}half\n\n{"kind":"other"}\n${event}`
    );
    const source = sourcesOf(folder, 1, { logs: false })[0];
    const ends: number[] = [];
    await each(source, () => {
      const item = source?.head?.item;
      if (item?.kind === 'event') ends.push(item.end);
    });
    expect(ends).toEqual([event.length, 2 * event.length + 23]);
  });

  it('go on when their files grow, from the first byte or a later one', async () => {
    const [, source] = sourcesOf(folder, 1, { from: { logs: { 0: 2 }, events: {} } });
    const next = async (): Promise<unknown> => {
      await source?.fill(false);
      const item = source?.head?.item;
      source?.advance();
      return item?.kind === 'log' ? item.text : undefined;
    };
    expect(await next()).toBeUndefined();
    appendFileSync(join(rank, 'log'), 'a\nb\nc');
    expect([await next(), await next()]).toEqual(['b', undefined]);
    appendFileSync(join(rank, 'log'), 'd\n');
    expect([await next(), await next()]).toEqual(['cd', undefined]);
    await source?.close();
  });
});
