#!/usr/bin/env node
/**
 * Writes `docs/reference/cli.md` from the commands of the built controller
 * (`npm run build` first). A unit test fails while the page is not current.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './support/paths.mjs';

const built = join(ROOT, 'controller', 'lib', 'cli');
const { cliReference } = await import(join(built, 'reference.js'));
const { testProgram } = await import(join(built, 'testing', 'cli.js'));

await writeFile(join(ROOT, 'docs', 'reference', 'cli.md'), cliReference(testProgram()));
