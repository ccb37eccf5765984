import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chances, judge, type ProxyPlan } from './proxy.js';

const PLAN: ProxyPlan = {
  status: 429,
  rate: 0.3,
  match: /./,
  delayMs: 0,
  expireWatches: false
};

describe('the fault proxy', () => {
  it('fails the share of requests it was told to', () => {
    const chance = chances(1);
    const verdicts = Array.from({ length: 10_000 }, () =>
      judge(PLAN, 'GET', '/api', chance())
    );
    const failed = verdicts.filter(({ kind }) => kind === 'answer').length;
    expect(failed / verdicts.length).toBeCloseTo(0.3, 1);
  });

  it('passes everything at rate 0 and nothing at rate 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), chance => {
        expect(judge({ ...PLAN, rate: 0 }, 'GET', '/', chance).kind).toBe('pass');
        expect(judge({ ...PLAN, rate: 1 }, 'GET', '/', chance).kind).toBe('answer');
      })
    );
  });

  it('answers as the API server would: a Status with its reason', () => {
    const verdict = judge(PLAN, 'GET', '/', 0);
    if (verdict.kind !== 'answer') throw new Error('passed');
    expect(JSON.parse(verdict.body)).toMatchObject({
      kind: 'Status',
      code: 429,
      reason: 'TooManyRequests',
      details: { retryAfterSeconds: 1 }
    });
  });

  it('touches only the requests that match', () => {
    const plan = { ...PLAN, rate: 1, match: /^PATCH .*\/status$/ };
    expect(judge(plan, 'PATCH', '/apis/x/y/status', 0).kind).toBe('answer');
    expect(judge(plan, 'GET', '/apis/x/y/status', 0).kind).toBe('pass');
  });

  it('tells watches, and watches only, that their history is gone', () => {
    const plan = { ...PLAN, status: undefined, rate: 1, expireWatches: true };
    const watch = judge(plan, 'GET', '/api/v1/pods?watch=true&resourceVersion=5', 0);
    if (watch.kind !== 'answer') throw new Error('passed');
    expect(watch.status).toBe(200);
    expect(JSON.parse(watch.body)).toMatchObject({
      type: 'ERROR',
      object: { code: 410 }
    });
    expect(judge(plan, 'GET', '/api/v1/pods', 0).kind).toBe('pass');
  });
});
