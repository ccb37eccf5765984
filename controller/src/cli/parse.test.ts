import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseAge,
  parseBytes,
  parseCount,
  parsePairs,
  parsePorts,
  parseReplicas
} from './parse.js';

/** The sentence of what it throws. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.sentence;
  }
  return 'accepted';
}

describe('sizes', () => {
  it.each([
    ['10GiB', 10 * 2 ** 30],
    ['500M', 500 * 2 ** 20],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['2tb', 2 ** 41],
    ['4096', 4096]
  ])('reads %s', (text, bytes) => {
    expect(parseBytes('--disk-limit', text)).toBe(bytes);
  });

  it.each(['', '0', '-1GiB', '10 Gigs', '1e3', '99999999T'])('refuses "%s"', text => {
    expect(refusal(() => parseBytes('--disk-limit', text))).toContain(
      `--disk-limit cannot be "${text}"`
    );
  });

  it('is a size or a refusal, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const said = refusal(() => parseBytes('--disk-limit', text));
        if (said !== 'accepted') return said.startsWith('--disk-limit cannot be');
        return parseBytes('--disk-limit', text) > 0;
      })
    );
  });
});

describe('times', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['30d', 2_592_000_000],
    ['1W', 604_800_000]
  ])('reads %s', (text, milliseconds) => {
    expect(parseAge('--older-than', text)).toBe(milliseconds);
  });

  it.each(['10', 'd', '-1d', '1 year'])('refuses "%s"', text => {
    expect(refusal(() => parseAge('--older-than', text))).toContain('--older-than');
  });
});

describe('counts', () => {
  it('reads whole numbers from the least one', () => {
    expect(parseCount('--ranks', '3')).toBe(3);
    expect(parseCount('--limit', '0', 0)).toBe(0);
  });

  it.each(['0', '-1', '1.5', 'three', '', '9999999999'])('refuses "%s"', text => {
    expect(refusal(() => parseCount('--ranks', text))).toContain('--ranks cannot be');
  });
});

describe('names and values', () => {
  it('splits at the first equals sign and keeps the last of two values', () => {
    expect(parsePairs('--param', ['a=1', 'b=x=y', 'c=', 'a=2'])).toEqual({
      a: '2',
      b: 'x=y',
      c: ''
    });
  });

  it.each(['novalue', '=1', ''])('refuses "%s"', text => {
    expect(refusal(() => parsePairs('--param', [text]))).toContain('name=value');
  });
});

describe('replicas', () => {
  it('reads roles with counts', () => {
    expect(parseReplicas('--replicas', 'chief=1, worker=2')).toEqual([
      { role: 'chief', count: 1 },
      { role: 'worker', count: 2 }
    ]);
  });

  it.each([
    ['boss=1', 'the roles are'],
    ['worker=0', 'whole number'],
    ['worker=1,worker=2', 'names worker twice'],
    ['worker', 'name=value']
  ])('refuses %s', (text, why) => {
    expect(refusal(() => parseReplicas('--replicas', text))).toContain(why);
  });
});

describe('ranges of ports', () => {
  it('have two ends', () => {
    expect(parsePorts('JKF_PORTS', '20000-20100')).toEqual({ from: 20000, to: 20100 });
  });

  it.each(['20000', '0-10', '30-20', '1-70000', 'a-b', ''])('refuses "%s"', text => {
    expect(refusal(() => parsePorts('JKF_PORTS', text))).toContain('JKF_PORTS cannot');
  });
});
