#!/usr/bin/env node
/**
 * Writes the pages of `docs/reference/` that are made from the code, after compiling it.
 * A unit test fails while one of them is not current.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BIN, ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';

const { code, output } = await run(node(), [
  join(BIN, 'tsc'),
  '-b',
  join(ROOT, 'controller')
]);
if (code !== 0) throw new Error(output);

const built = join(ROOT, 'controller', 'lib', 'cli');
const { referencePages } = await import(join(built, 'reference', 'pages.js'));
const { testProgram } = await import(join(built, 'testing', 'cli.js'));

for (const [name, text] of Object.entries(referencePages(testProgram()))) {
  await writeFile(join(ROOT, 'docs', 'reference', name), text);
  process.stdout.write(`docs/reference/${name}\n`);
}
