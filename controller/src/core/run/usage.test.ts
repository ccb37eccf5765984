import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginRecording,
  look,
  pauseOf,
  pauseOfAll,
  rest,
  type UsageFields
} from './usage.js';

interface Told extends UsageFields {
  readonly at: number;
}

/** Lets time pass. */
function walk(
  seconds: number,
  cores: number,
  memory: (now: number) => number = () => 1
): Told[] {
  const events: Told[] = [];
  let recording = beginRecording(0);
  for (let now = pauseOf(recording); now < seconds; now += pauseOf(recording)) {
    const usage = { cpuSeconds: now * cores, memoryBytes: memory(now) };
    const { event, recording: next } = look(recording, now, usage);
    recording = next;
    if (event) events.push({ ...event, at: now });
  }
  const { event } = rest(recording);
  return event ? [...events, { ...event, at: seconds }] : events;
}

describe('what a rank uses', () => {
  it.each([
    [10, 9, 11],
    [60, 55, 62],
    [3600, 250, 320],
    [7 * 86_400, 2000, 2500]
  ])('of %d s is told in %d to %d events', (seconds, least, most) => {
    const count = walk(seconds, 1).length;
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
  });

  it('is looked at ever less often, and as often as the youngest rank wants', () => {
    const young = beginRecording(0);
    const old = { ...young, since: 3600 };
    expect(pauseOfAll([])).toBe(0.5);
    expect(pauseOfAll([young, old])).toBe(0.5);
    expect(pauseOfAll([old, old])).toBe(5);
  });

  it('is cores on average since the event before', () => {
    expect(new Set(walk(30, 1.5).map(({ cpu }) => cpu))).toEqual(new Set([1.5]));
  });

  it('is never told of a rank that was not looked at', () => {
    expect(rest(beginRecording(5)).event).toBeUndefined();
  });

  it('is not negative when processes took their CPU time along', () => {
    const begun = { ...beginRecording(0), told: 50, cpuSeconds: 50 };
    const { event } = look(begun, 2, { cpuSeconds: 40, memoryBytes: 7 });
    expect(event).toEqual({ cpu: 0, memoryBytes: 7 });
  });

  it('has every peak of memory that a look saw', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 300 }), peaks => {
        let index = 0;
        const memory = (): number => peaks[index++ % peaks.length] ?? 0;
        const told = walk(600, 1, memory).map(({ memoryBytes }) => memoryBytes);
        expect(Math.max(...told)).toBe(Math.max(...peaks.slice(0, index)));
      })
    );
  });

  it('adds up to the CPU time that was used', () => {
    const step = fc.record({
      late: fc.double({ min: 1, max: 3, noNaN: true }),
      cores: fc.double({ min: 0, max: 64, noNaN: true })
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), steps => {
        let [recording, now, used, told, last] = [beginRecording(0), 0, 0, 0, 0];
        for (const { late, cores } of steps) {
          const seconds = pauseOf(recording) * late;
          now += seconds;
          used += seconds * cores;
          const found = look(recording, now, { cpuSeconds: used, memoryBytes: 1 });
          recording = found.recording;
          if (!found.event) continue;
          told += found.event.cpu * (now - last);
          last = now;
          expect(Math.abs(told - used)).toBeLessThanOrEqual(0.001 * now);
        }
      })
    );
  });
});
