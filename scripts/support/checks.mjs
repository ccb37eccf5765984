/**
 * The checks of `npm run check`: one row a tool. Each runs in any copy of the checkout,
 * so that `violations.mjs` proves the very same commands.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEnv } from '../envs.mjs';
import { BIN, CACHE, node } from './paths.mjs';
import { run } from './process.mjs';
import { findWords } from './words.mjs';

/**
 * @typedef {{code: number, output: string, skipped?: string}} Outcome `skipped`: the
 *   reason why the check could not run
 * @typedef {{flags?: string[], files?: string[]}} Limits `flags` for the tool, and the
 *   files to look at where it can be told
 */

/** Folders with layers; dependency-cruiser refuses to look at one that is not there. */
const SOURCES = ['protocol/src', 'controller/src', 'dev/src', 'src', 'test'];

const tool = (name, ...args) =>
  function (root, { flags = [] } = {}) {
    return run(node(), [join(BIN, name), ...args, ...flags], { cwd: root });
  };

/** Ruff comes with the Python tools: without Python the check is skipped by name. */
async function ruff(root, { flags = [] } = {}) {
  let python;
  try {
    ({ python } = await ensureEnv('dev'));
  } catch (error) {
    return { code: 0, output: '', skipped: error.message };
  }
  const lint = await run(python, ['-m', 'ruff', 'check', ...flags], { cwd: root });
  const format = await run(python, ['-m', 'ruff', 'format', '--check'], { cwd: root });
  return { code: lint.code || format.code, output: lint.output + format.output };
}

function words(root) {
  const findings = findWords(root);
  const output = findings.map(line => `${line}\n`).join('');
  return Promise.resolve({ code: findings.length > 0 ? 1 : 0, output });
}

/**
 * In order of need: layers and lint resolve packages to what `types` has compiled.
 * ESLint keeps no cache: its typed rules look beyond the file that is cached.
 * @type {Record<string, (root: string, limits?: Limits) => Promise<Outcome>>}
 */
export const CHECKS = {
  types: tool('tsc', '-b', '--pretty', 'false'),
  lint: (root, { flags = [], files = ['.'] } = {}) =>
    tool('eslint', '--max-warnings', '0')(root, { flags: [...flags, ...files] }),
  layers: root =>
    tool(
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs'
    )(root, {
      flags: SOURCES.filter(folder => existsSync(join(root, folder)))
    }),
  styles: tool('stylelint', '--allow-empty-input', 'style/**/*.css'),
  format: tool(
    'prettier',
    ...['--check', '--log-level', 'warn', '--cache'],
    ...['--cache-location', join(CACHE, 'prettier'), '.']
  ),
  python: ruff,
  words
};

/**
 * Runs checks, `types` first and the others two at a time, the slow one beside the rest.
 * @param {string[]} names
 * @param {string} root
 * @param {(name: string, outcome: Outcome, milliseconds: number) => void} done
 */
export async function runChecks(names, root, done) {
  const one = async name => {
    const started = performance.now();
    const outcome = await CHECKS[name](root);
    done(name, outcome, performance.now() - started);
  };
  const queue = [...names];
  if (queue[0] === 'types') await one(queue.shift());
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) await one(name);
  };
  await Promise.all([worker(), worker()]);
}
