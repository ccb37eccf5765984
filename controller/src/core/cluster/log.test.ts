import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogMerge } from './log-merge.js';
import { LogParser, type LogItem, type LogLine } from './log-parser.js';
import { LogResume, type LogGap } from './log-resume.js';
import { parseLogTime, sinceText, type LogTime } from './log-time.js';

const timeOf = (text: string): LogTime => {
  const time = parseLogTime(text);
  if (!time) throw new Error(text);
  return time;
};

describe('times of log lines', () => {
  const dates = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2399-12-31T23:59:59Z'),
    noInvalidDate: true
  });

  it('are those of Date, to the millisecond', () => {
    fc.assert(
      fc.property(dates, date => {
        const time = timeOf(date.toISOString());
        expect(time.ms).toBe(date.getTime());
        expect(time.stamp).toBe(date.toISOString().replace('Z', '000000Z'));
        expect(sinceText(time.second)).toBe(`${date.toISOString().slice(0, 19)}Z`);
      })
    );
  });

  it.each([
    ['2026-03-01T00:30:00.5+01:00', '2026-02-28T23:30:00.500000000Z'],
    ['2024-02-29T23:00:00-02:30', '2024-03-01T01:30:00.000000000Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123456789Z']
  ])('%s is %s', (text, stamp) => {
    expect(timeOf(text).stamp).toBe(stamp);
  });

  it.each([
    '',
    'yesterday',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00.Z'
  ])('%j is none', text => {
    expect(parseLogTime(text)).toBeUndefined();
  });
});

/** A log as the kubelet has it: times that mostly grow, some lines equal to others. */
const logs = fc
  .array(
    fc.record({
      step: fc.constantFrom(0, 0, 1, 400_000_000, 1_300_000_000, -50_000_000),
      text: fc.constantFrom('', 'epoch 1', 'epoch 1', 'é🎉', ' spaced  ', '\r')
    }),
    { maxLength: 40 }
  )
  .map(entries => {
    let nanos = 1_000_000_000;
    return entries.map(({ step, text }) => {
      nanos += step;
      const second = Math.floor(nanos / 1e9);
      const fraction = String(nanos - second * 1e9).padStart(9, '0');
      const time = timeOf(
        sinceText(second + 1_700_000_000).replace('Z', `.${fraction}Z`)
      );
      return { kind: 'line', time, text } satisfies LogLine;
    });
  });

const written = (lines: readonly LogLine[]): string =>
  lines.map(({ time, text }) => `${time.stamp} ${text}\n`).join('');

describe('the parser', () => {
  it('gives the same lines however the answer comes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(logs, sizes, (lines, pieces) => {
        const text = written(lines);
        const parser = new LogParser();
        const found: LogItem[] = [];
        for (let at = 0, i = 0; at < text.length; i += 1) {
          const size = pieces[i % pieces.length] ?? 1;
          found.push(...parser.push(text.slice(at, at + size)));
          at += size;
        }
        expect([...found, ...parser.flush()]).toEqual(lines);
      })
    );
  });

  it('gives the pieces of a long line the time of its start', () => {
    const items = new LogParser(25).push('2026-01-01T00:00:00Z abcdefgh\n');
    expect(items).toMatchObject([
      { kind: 'line', text: 'abcd' },
      { kind: 'line', text: 'efgh', time: { stamp: '2026-01-01T00:00:00.000000000Z' } }
    ]);
  });

  it('takes a line without a time for a notice', () => {
    const text = 'failed to watch file "x": no space left on device';
    expect(new LogParser().push(`${text}\n`)).toEqual([{ kind: 'notice', text }]);
  });
});

/** What the kubelet sends from a time on, of what it has not rotated away. */
function served(log: readonly LogLine[], since: string | undefined): LogLine[] {
  const from = since === undefined ? '' : timeOf(since).stamp;
  return log.filter(({ time }) => time.stamp >= from);
}

function take(resume: LogResume, lines: readonly LogLine[]): (LogLine | LogGap)[] {
  return lines.flatMap(line => [...resume.take(line)]);
}

describe('a log that breaks and goes on', () => {
  it('loses and doubles nothing, wherever it breaks', () => {
    const breaks = fc.array(fc.nat({ max: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(logs, breaks, (log, cuts) => {
        const resume = new LogResume();
        const found: (LogLine | LogGap)[] = [];
        // Each stream is cut after so many lines, while the log grows.
        for (const [i, cut] of cuts.entries()) {
          const grown = log.slice(0, Math.ceil((log.length * (i + 1)) / cuts.length));
          resume.restart();
          found.push(...take(resume, served(grown, resume.since).slice(0, cut)));
        }
        resume.restart();
        found.push(...take(resume, served(log, resume.since)));
        expect(found).toEqual(log);
      })
    );
  });

  const at = (second: number, text: string): LogLine => ({
    kind: 'line',
    time: timeOf(sinceText(second)),
    text
  });

  it('says where lines may be missing, when its last line is not there any more', () => {
    const resume = new LogResume();
    take(resume, [at(1, 'a'), at(2, 'b')]);
    resume.restart();
    expect(take(resume, [at(9, 'later'), at(9, 'last')])).toEqual([
      { kind: 'gap', after: timeOf(sinceText(2)), before: timeOf(sinceText(9)) },
      at(9, 'later'),
      at(9, 'last')
    ]);
  });

  it('has no gap in front of its first line', () => {
    const resume = new LogResume();
    resume.restart();
    expect(take(resume, [at(5, 'a')])).toEqual([at(5, 'a')]);
  });

  it('keeps equal lines of one moment apart', () => {
    const resume = new LogResume();
    const twice = [at(1, 'x'), at(1, 'x')];
    expect(take(resume, twice)).toEqual(twice);
    resume.restart();
    expect(take(resume, [...twice, at(1, 'x')])).toEqual([at(1, 'x')]);
  });
});

describe('lines of several ranks', () => {
  const sources = fc.array(
    fc.record({ source: fc.constantFrom('0', '1', '2'), delay: fc.nat({ max: 30 }) }),
    { maxLength: 60 }
  );

  it('keep the order of each rank, and none is lost or doubled', () => {
    fc.assert(
      fc.property(sources, fc.nat({ max: 50 }), (entries, hold) => {
        const merge = new LogMerge<LogLine & { source: string }>(hold);
        let now = 0;
        const given = entries.map(({ source, delay }, i) => {
          now += delay;
          const time = timeOf(sinceText(1000 - delay));
          return {
            now,
            line: { kind: 'line' as const, time, text: String(i), source }
          };
        });
        const found = given.flatMap(({ line, now: at }) => {
          merge.push(line.source, line, at);
          return merge.take(at);
        });
        found.push(...merge.flush());
        expect(found).toHaveLength(given.length);
        for (const source of ['0', '1', '2']) {
          const of = (lines: readonly { text: string; source: string }[]) =>
            lines.filter(line => line.source === source).map(line => line.text);
          expect(of(found)).toEqual(of(given.map(({ line }) => line)));
        }
      })
    );
  });

  it('are in the order of their times when they come within the hold', () => {
    const merge = new LogMerge<LogLine>(100);
    const line = (second: number): LogLine => ({
      kind: 'line',
      time: timeOf(sinceText(second)),
      text: String(second)
    });
    merge.push('a', line(3), 0);
    merge.push('b', line(1), 50);
    merge.push('b', line(4), 60);
    expect(merge.take(99)).toEqual([]);
    expect(merge.take(100).map(({ text }) => text)).toEqual(['1', '3']);
    expect(merge.take(160).map(({ text }) => text)).toEqual(['4']);
    expect(merge.take(1000)).toEqual([]);
  });
});
