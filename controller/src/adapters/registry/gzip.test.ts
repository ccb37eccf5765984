import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { gzipLayer } from './gzip.js';

it('says nothing of when and where it was compressed', async () => {
  const bytes = Buffer.from('tar'.repeat(1000));
  const layer = await gzipLayer(bytes);
  expect(Buffer.from(layer.subarray(0, 10)).toString('hex')).toMatch(
    /^1f8b0800000000000[04]ff$/
  );
  expect(gunzipSync(layer).equals(bytes)).toBe(true);
});
