import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from './base64.js';
import { bytesQuantity, cpuQuantity } from './quantity.js';

describe('base64', () => {
  it('is what others read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      })
    );
  });
});

describe('a quantity', () => {
  it.each([
    [2, '2'],
    [0.5, '500m'],
    [1.0004, '1'],
    [0.0001, '1m']
  ])('of %d cores is %s', (cores, text) => {
    expect(cpuQuantity(cores)).toBe(text);
  });

  it.each([
    [0, '0'],
    [1000, '1000'],
    [1024, '1Ki'],
    [1.5 * 1024 ** 3, '1536Mi'],
    [1024 ** 5, '1024Ti']
  ])('of %d bytes is %s', (bytes, text) => {
    expect(bytesQuantity(bytes)).toBe(text);
  });

  it('of bytes is exact', () => {
    const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), fc.nat({ max: 2 ** 20 }), (a, b) => {
        const bytes = a * (b + 1);
        const [, digits, unit] = /^(\d+)(\D*)$/.exec(bytesQuantity(bytes)) ?? [];
        expect(Number(digits) * 1024 ** units.indexOf(unit ?? '')).toBe(bytes);
      })
    );
  });
});
