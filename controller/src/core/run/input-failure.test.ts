import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputProblem } from './input-failure.js';

const said = (code: string, params: object): string => JSON.stringify({ code, params });

describe('why an input is not there', () => {
  it('is told in the words of the table', () => {
    const params = { name: 'data', url: 's3://b/k', detail: '404 NoSuchBucket' };
    expect(inputProblem(said('input-missing', params))).toMatchObject({
      code: 'input-missing',
      sentence: 'The input data is not there: s3://b/k: 404 NoSuchBucket.'
    });
  });

  it.each([
    '',
    'Killed',
    '[]',
    '{}',
    said('run-exists', { id: 'x' }),
    said('input-', {}),
    said('toString', {}),
    '{"code": "input-missing", "params": []}'
  ])('is not read from %s', text => {
    expect(inputProblem(text)).toBeUndefined();
  });

  it('is read from any text without a fault, and never long', () => {
    const codes = fc.constantFrom('input-missing', 'input-denied', 'x', 'pod-exit');
    const params = fc.dictionary(
      fc.constantFrom('name', 'url', 'detail'),
      fc.jsonValue()
    );
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(codes, params).map(([c, p]) => said(c, p))
    );
    fc.assert(
      fc.property(texts, text => {
        const found = inputProblem(text);
        expect(found === undefined || found.code.startsWith('input-')).toBe(true);
        expect(found?.sentence.length ?? 0).toBeLessThan(2000);
      })
    );
    const long = inputProblem(
      said('input-failed', { name: 'a', detail: 'x'.repeat(9999) })
    );
    expect(long?.sentence.length).toBeLessThan(600);
  });
});
