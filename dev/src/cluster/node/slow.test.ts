import { describe, expect, it } from 'vitest';
import { delayed } from './slow.js';

describe('a delayed stream', () => {
  it('passes everything on, later and in order', async () => {
    const stream = delayed(50);
    const started = performance.now();
    for (const text of ['a', 'b', 'c']) stream.write(text);
    stream.end();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('abc');
    expect(performance.now() - started).toBeGreaterThanOrEqual(49);
  });
});
