import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatReference,
  parseReference,
  pinned,
  type Reference
} from './reference.js';

const DIGEST = `sha256:${'0f'.repeat(32)}` as const;

const part = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
const path = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map(parts => parts.join('/'));
const host = fc.constantFrom(
  'localhost',
  'localhost:5000',
  'r.example',
  '[::1]:5000',
  'reg:80'
);
const reference = fc.record(
  {
    host,
    path,
    tag: fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}$/),
    digest: fc.constant(DIGEST)
  },
  { requiredKeys: ['host', 'path'] }
);

describe('the name of an image', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(reference, value => {
        expect(parseReference(formatReference(value))).toEqual(value);
      })
    );
  });

  it.each<[string, Reference]>([
    ['python:3.11', { path: 'python', tag: '3.11' }],
    ['team/app', { path: 'team/app' }],
    ['127.0.0.1:5000/a/b:1', { host: '127.0.0.1:5000', path: 'a/b', tag: '1' }],
    [
      `r.example/a:1@${DIGEST}`,
      { host: 'r.example', path: 'a', tag: '1', digest: DIGEST }
    ]
  ])('reads %s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each([
    ['', /"" may hold/],
    ['r.example/UPPER', /"UPPER" may hold/],
    ['r.example/a:', /the tag ""/],
    ['r.example/a:b c', /the tag "b c"/],
    ['r.example/a@sha256:12', /sha256:12 is no digest/],
    ['r.example//a', /may hold/],
    [`r.example/${'a'.repeat(255)}`, /too long/]
  ])('refuses %s', (text, message) => {
    expect(() => parseReference(text)).toThrow(message);
  });

  it('is pinned to a digest without its tag', () => {
    const named = parseReference('r.example/a:1');
    expect(formatReference(pinned(named, DIGEST))).toBe(`r.example/a@${DIGEST}`);
  });
});
