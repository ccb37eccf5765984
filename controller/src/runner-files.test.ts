import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUNNER_FILES } from './runner-files.js';

const FOLDER = join(import.meta.dirname, '..', 'runner');

describe('the runner that ships with a run', () => {
  it('is every Python file of its folder but the tests', async () => {
    const found = (await readdir(FOLDER, { recursive: true })).filter(
      path => path.endsWith('.py') && !path.startsWith('tests')
    );
    expect(Object.keys(RUNNER_FILES).sort()).toEqual(found.sort());
    for (const [path, text] of Object.entries(RUNNER_FILES)) {
      expect(text).toBe(await readFile(join(FOLDER, path), 'utf8'));
    }
  });
});
