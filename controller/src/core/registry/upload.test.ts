import { expect, it } from 'vitest';
import { resumption, withDigest } from './upload.js';

const DIGEST = `sha256:${'a'.repeat(64)}` as const;

it.each([
  ['/v2/a/blobs/uploads/1', '/v2/a/blobs/uploads/1?digest='],
  ['https://x/u?_state=a%2Fb%3D', 'https://x/u?_state=a%2Fb%3D&digest=']
])('ends an upload at %s without changing it', (place, front) => {
  expect(withDigest(place, DIGEST)).toBe(`${front}${encodeURIComponent(DIGEST)}`);
});

it.each<[number, string | undefined, number | undefined]>([
  [204, '0-99', 100],
  [204, 'bytes=0-99', 100],
  [204, '0-0', undefined],
  [204, '5-99', undefined],
  [204, '0-1000', undefined],
  [204, undefined, undefined],
  [404, '0-99', undefined],
  [416, undefined, undefined]
])('after %i with %s goes on from %s', (status, range, from) => {
  const answer = { status, ...(range === undefined ? {} : { range }) };
  expect(resumption(answer, 500)).toEqual(
    from === undefined ? { kind: 'begin-again' } : { kind: 'go-on', from }
  );
});
