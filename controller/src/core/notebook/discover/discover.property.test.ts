import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksSecret } from './secrets.js';
import { discovered } from './testing.js';

const part = fc.constantFrom(
  'a',
  'b',
  'data',
  '.env',
  'id_rsa',
  '..',
  '.',
  '',
  'x.pem',
  '.git'
);
const ending = fc.constantFrom('.py', '.csv', '/__init__.py', '');
const path = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), ending)
  .map(([parts, end]) => parts.join('/') + end);
const module = fc.constantFrom('a', 'b', 'data', 'a.b', 'b.data', '.', '..a', '.b');
const line = fc.oneof(
  module.map(name => `from ${name} import a, b`),
  path.map(value => `read(${JSON.stringify(value)})`),
  path.map(value => `sys.path.append(${JSON.stringify(value)})`),
  fc.constant('glob("**/*")')
);
const code = fc.array(line, { maxLength: 6 }).map(lines => lines.join('\n'));
const folder = fc.dictionary(path, code, { maxKeys: 8 });

describe('discover', () => {
  it('ends, and ships no secret and nothing outside the folder', () => {
    fc.assert(
      fc.property(
        code,
        folder,
        fc.array(path, { maxLength: 3 }),
        (text, files, include) => {
          const found = discovered(text, files, { choice: { include, exclude: [] } });
          const shipped = found.files
            .filter(file => file.included)
            .map(file => file.path);
          expect(shipped.filter(looksSecret)).toEqual([]);
          expect(shipped.filter(name => /(?:^|\/)\.\.(?:\/|$)|^\//.test(name))).toEqual(
            []
          );
          expect(shipped.filter(name => !Object.hasOwn(files, name))).toEqual([]);
          expect(new Set(shipped).size).toBe(shipped.length);
        }
      )
    );
  });

  it('finds the same whatever the order of the listing', () => {
    fc.assert(
      fc.property(code, folder, (text, files) => {
        const reversed = Object.fromEntries(Object.entries(files).reverse());
        expect(discovered(text, reversed)).toEqual(discovered(text, files));
      })
    );
  });
});
