import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../core/cluster/log-parser.js';
import { LogResume } from '../../core/cluster/log-resume.js';
import { parseLogTime } from '../../core/cluster/log-time.js';
import { StampedFile } from './stamped.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jkf-stamped-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Lines of a container; several may have one text and one time. */
const lines = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 700 }), fc.constantFrom('', 'a', 'é\r', '한 글'))
  )
  .map(steps => {
    let ms = 0;
    return steps.map(([step, text]): LogLine => {
      ms += step;
      const stamp = new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
      const time = parseLogTime(stamp);
      if (!time) throw new Error(stamp);
      return { kind: 'line', time, text };
    });
  });

/** What a collector does with a stream that starts where the last one said. */
function collect(path: string, given: readonly LogLine[]): void {
  const file = new StampedFile(path, `${path}.times`);
  const resume = new LogResume(file.given);
  const since = resume.since;
  resume.restart();
  const sent = given.filter(
    ({ time }) => since === undefined || time.stamp >= since.replace('Z', '.000000000Z')
  );
  for (const line of sent) {
    for (const entry of resume.take(line)) {
      if (entry.kind === 'line')
        file.append(entry.text, entry.time.ms, entry.time.stamp);
      else file.append('GAP', 0);
    }
  }
  file.flush();
}

describe('a mirrored stream', () => {
  it('has every line once, wherever a kill has cut its files', () => {
    fc.assert(
      fc.property(
        lines,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (all, until, cutLog, cutTimes) => {
          const path = join(folder, 'log');
          writeFileSync(path, '');
          writeFileSync(`${path}.times`, '');
          collect(path, all.slice(0, until % (all.length + 1)));
          const [log, times] = [readFileSync(path), readFileSync(`${path}.times`)];
          // Lines are written before their notes.
          truncateSync(`${path}.times`, cutTimes % (times.length + 1));
          if (cutLog % 3 === 0) truncateSync(path, cutLog % (log.length + 1));
          if (cutLog % 3 === 1) appendFileSync(path, 'half a li');
          collect(path, all);
          const text = all.map(line => `${line.text}\n`).join('');
          expect(readFileSync(path, 'utf8')).toBe(text);
          const notes = readFileSync(`${path}.times`, 'utf8').split('\n').slice(0, -1);
          expect(notes.map(note => note.split(' ')[2])).toEqual(
            all.map(line => line.time.stamp)
          );
        }
      ),
      { numRuns: 300 }
    );
  });

  it('tells whoever goes on that a line could not be written', async () => {
    const path = join(folder, 'gone', 'log');
    const file = new StampedFile(path, `${path}.times`);
    file.append('nowhere to go', 0);
    // It is written a moment later, when nobody is there to hear.
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(() => {
      file.append('more', 1);
    }).toThrow('ENOENT');
    expect(() => {
      file.flush();
    }).not.toThrow();
  });
});
