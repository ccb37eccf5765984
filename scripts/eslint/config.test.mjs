import jupyter from '@jupyter/eslint-plugin';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/paths.mjs';

const ERROR = 2;

/** Level of each of JupyterLab's rules that is on for a file, by name without prefix. */
async function levels(file) {
  const { rules } = await new ESLint({ cwd: ROOT }).calculateConfigForFile(file);
  const own = Object.entries(rules).filter(([name]) => name.startsWith('jupyter/'));
  return own
    .map(([name, [level]]) => [name.replace('jupyter/', ''), level])
    .filter(([, level]) => level !== 0);
}

describe('JupyterLab’s lint rules', () => {
  const files = ['src/plugins/runs.ts', 'src/plugins/runs.test.ts', 'schema/runs.json'];

  it('are all in use, as errors', async () => {
    const found = (await Promise.all(files.map(levels))).flat();
    const names = new Set(found.map(([name]) => name));
    expect([...names].sort()).toEqual(Object.keys(jupyter.rules).sort());
    expect(found.filter(([, level]) => level !== ERROR)).toEqual([]);
  });

  it('leave the back end alone', async () => {
    expect(await levels('controller/src/cli/run.ts')).toEqual([]);
    expect(await levels('controller/src/cli/parse.test.ts')).toEqual([]);
  });
});
