import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLiveRun, NOW } from '../testing/runs.js';
import { painter } from './paint.js';
import { progressLine, statusLine } from './status-line.js';
import { width } from './text.js';

const run = aLiveRun(3, {
  progress: { position: 7, of: 12 },
  metrics: { loss: 0.31, accuracy: 0.972222 }
});
const facts = { now: NOW, frame: 0, cancelling: false };
const at = (columns: number) => ({ paint: painter(false), columns });

describe('the status line', () => {
  it('says where the run is', () => {
    expect(statusLine(run, facts, at(80))).toBe(
      '◐ cell 7/12 ▓▓▓▓░░░░ · loss 0.31 · accuracy 0.9722 · 3 workers · 1:12'
    );
  });

  it('leaves out what matters least when it is narrow', () => {
    expect(statusLine(run, facts, at(60))).toBe(
      '◐ cell 7/12 ▓▓▓▓░░░░ · loss 0.31 · accuracy 0.9722 · 1:12'
    );
    expect(statusLine(run, facts, at(40))).toBe(
      '◐ cell 7/12 ▓▓▓▓░░░░ · loss 0.31 · 1:12'
    );
    expect(statusLine(run, facts, at(38))).toBe('◐ cell 7/12 · loss 0.31 · 1:12');
    expect(statusLine(run, facts, at(24))).toBe('◐ cell 7/12 · 1:12');
    expect(statusLine(run, facts, at(10))).toBe('◐ cell 7/…');
  });

  it('is never wider than the terminal', () => {
    const names = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.double());
    fc.assert(
      fc.property(names, fc.integer({ min: 2, max: 200 }), (metrics, columns) => {
        const line = statusLine({ ...run, metrics }, facts, at(columns));
        return width(line) <= columns && !/\p{Cc}/u.test(line);
      })
    );
  });

  it('turns its wheel, and says that it is cancelling', () => {
    const cancelling = { ...facts, frame: 1, cancelling: true };
    expect(statusLine(run, cancelling, at(80))).toMatch(/^◓ cancelling/);
  });

  it('shows no bar before the first cell', () => {
    const starting = aLiveRun(3, { state: 'pending' });
    expect(statusLine(starting, facts, at(80))).toBe('◐ starting · 3 workers · 1:12');
  });
});

it('tells progress to files in plain words', () => {
  expect(progressLine(run, NOW)).toBe('cell 7/12 · loss 0.31 · accuracy 0.9722 · 1:12');
});
