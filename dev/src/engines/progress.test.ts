import fc from 'fast-check';
import { describe as group, expect, it } from 'vitest';
import {
  advance,
  describe,
  fraction,
  overall,
  readGoLine,
  secondsLeft,
  startOf,
  type EngineProgress
} from './progress.js';

const compiling = (done: number, total: number, seconds = 100): EngineProgress => ({
  ...startOf('kwok', seconds),
  phase: 'compiling',
  done,
  total
});

group('a line of Go', () => {
  it.each([
    ['go: downloading k8s.io/api v0.36.3', 'download'],
    ['k8s.io/api/core/v1', 'package'],
    ['internal/goarch', 'package'],
    ['unsafe', 'package'],
    ['gopkg.in/yaml.v3', 'package'],
    ['# k8s.io/api/core/v1', 'other'],
    ['main.go:12:3: undefined: x', 'other'],
    ['go: finding module for package x', 'other'],
    ['', 'other']
  ] as const)('%s is a %s', (line, kind) => {
    expect(readGoLine(line)).toBe(kind);
  });
});

group('progress', () => {
  it('counts modules while they are fetched, then packages of the total', () => {
    const lines = ['go: downloading a v1.0.0', 'go: downloading b v1.0.0'];
    const fetched = lines.reduce(advance, startOf('kwok', 60));
    expect(fetched).toMatchObject({ phase: 'downloading', done: 2 });
    const begun = { ...fetched, phase: 'compiling' as const, done: 0, total: 3 };
    expect(['errors', 'go: downloading c v1.0.0', 'io'].reduce(advance, begun)).toEqual(
      compiling(2, 3, 60)
    );
  });

  it('never runs backwards or past the end, whatever Go prints', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('a/b', 'io', 'go: downloading x v1.0.0', '# a/b')
    );
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 20 }), (lines, total) => {
        let state = compiling(0, total);
        for (const each of lines) {
          const next = advance(state, each);
          expect(fraction(next)).toBeGreaterThanOrEqual(fraction(state));
          expect(fraction(next)).toBeLessThan(1);
          state = next;
        }
      })
    );
  });
});

group('progress of several engines', () => {
  it('weighs each engine by its seconds', () => {
    const ready = { ...startOf('pause', 100), phase: 'ready' as const };
    expect(overall([ready, startOf('node', 300)])).toBeCloseTo(0.25);
    expect(overall([])).toBe(1);
  });

  it('estimates by the table at first and by the pace of the computer later', () => {
    expect(secondsLeft([startOf('node', 290)], 4)).toBe(290);
    const half = { ...startOf('pause', 50), phase: 'ready' as const };
    expect(secondsLeft([half, startOf('kwok', 50)], 200)).toBe(200);
  });

  it('is said in one line, without what waits or is ready', () => {
    const states: EngineProgress[] = [
      compiling(50, 100, 100),
      { ...startOf('jobset', 10), phase: 'downloading', done: 7 },
      { ...startOf('kwok', 10), phase: 'linking', done: 9, total: 9 },
      { ...startOf('pause', 5), phase: 'ready' },
      startOf('trainer', 60)
    ];
    expect(describe(states, 30)).toBe(
      '33 % · kwok: 50 of 100 packages · jobset: 7 modules fetched · ' +
        'kwok: linking · about 1 min left'
    );
  });
});
