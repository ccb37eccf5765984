import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testProgram } from '../testing/cli.js';
import { referencePages } from './pages.js';

it.each(Object.entries(referencePages(testProgram())))(
  'docs/reference/%s is current (node scripts/docs.mjs writes it)',
  async (name, text) => {
    const page = new URL(`../../../../docs/reference/${name}`, import.meta.url);
    await expect(text).toMatchFileSnapshot(fileURLToPath(page));
  }
);
