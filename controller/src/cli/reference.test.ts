import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cliReference } from './reference.js';
import { testProgram } from './testing/cli.js';

it('docs/reference/cli.md is current (node scripts/cli-docs.mjs writes it)', async () => {
  const page = new URL('../../../docs/reference/cli.md', import.meta.url);
  expect(await readFile(page, 'utf8')).toBe(cliReference(testProgram()));
});
