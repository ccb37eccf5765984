#!/usr/bin/env node
/**
 * Writes the pages of `docs/reference/` that are made from the code: the test that fails
 * while one of them is not current mends it when it is told to.
 */
import { join } from 'node:path';
import { BIN, ROOT, node } from './support/paths.mjs';
import { passThrough } from './support/process.mjs';

const PAGES = 'controller/src/cli/reference/pages.test.ts';
const args = ['run', '--project', 'unit', PAGES, '--update'];

process.exitCode = await passThrough(node(), [join(BIN, 'vitest'), ...args], {
  cwd: ROOT
});
