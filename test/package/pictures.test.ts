/** The pictures of the documentation: made small, and of the colours the window had. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';

const SHRINK = join(import.meta.dirname, '../../scripts/support/shrink.py');
const lab = await environment('lab');

/** A picture of far more than 256 colours, all close together, as shadows make them. */
const DRAW = `
import sys
from PIL import Image
image = Image.new("RGBA", (64, 64))
image.putdata([(200 + x % 50, 200 + y % 50, 240, 255) for y in range(64) for x in range(64)])
image.save(sys.argv[1])
`;

const COLOURS = `
import hashlib, sys
from PIL import Image
print(hashlib.sha256(Image.open(sys.argv[1]).convert("RGB").tobytes()).hexdigest())
`;

describe.skipIf(lab.path === '')(`a picture of a window${lab.reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-pictures-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const python = (...args: string[]): string =>
    execFileSync(lab.path, args, { encoding: 'utf8' });

  it('has every pixel in its colour after it was made small', () => {
    const path = join(folder, 'window.png');
    python('-c', DRAW, path);
    const before = python('-c', COLOURS, path);
    python(SHRINK, path);
    expect(python('-c', COLOURS, path)).toBe(before);
  });
});
