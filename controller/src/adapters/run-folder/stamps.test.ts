import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StampReader, StampWriter } from './stamps.js';

describe('time stamps of a log', () => {
  let folder: string;
  let log: string;
  let stamps: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-stamps-'));
    [log, stamps] = [join(folder, 'log'), join(folder, 'log.times')];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Times of the lines that end there, read together. */
  async function times(ends: readonly number[], fallback = 999): Promise<number[]> {
    const reader = new StampReader(stamps);
    await reader.cover(ends[0] ?? 0, ends.at(-1) ?? 0);
    const found = ends.map(end => reader.timeOf(end, fallback));
    await reader.close();
    return found;
  }

  it('are those of the first note that covers a line', async () => {
    const writer = new StampWriter(log, stamps);
    writer.note(1);
    appendFileSync(log, 'one\n');
    writer.note(10);
    writer.note(20);
    appendFileSync(log, 'two\nthr');
    writer.note(30);
    appendFileSync(log, 'ee\n');
    writer.note(40);
    expect(await times([4, 8, 14])).toEqual([10, 30, 40]);
  });

  it('are found from the middle on', async () => {
    writeFileSync(stamps, '4 10\n8 20\n12 30\n');
    expect(await times([12])).toEqual([30]);
  });

  it('fall back for what no note covers, and never go backwards', async () => {
    writeFileSync(stamps, '4 10\n8 50\n');
    expect(await times([4, 8, 12], 40)).toEqual([10, 50, 50]);
    expect(await times([4, 8, 12], 60)).toEqual([10, 50, 60]);
  });

  it('are read from a file that does not exist yet, or was cut short', async () => {
    expect(await times([4])).toEqual([999]);
    writeFileSync(stamps, '4 10\nbroken\n8 2');
    expect(await times([4, 8])).toEqual([10, 999]);
  });

  it('are found in a long list', async () => {
    const count = 50_000;
    const lines = Array.from(
      { length: count },
      (_, i) => `${String(i + 1)} ${String(i * 2)}\n`
    );
    writeFileSync(stamps, lines.join(''));
    expect(await times([1, count / 2, count])).toEqual([0, count - 2, 2 * count - 2]);
  });
});
