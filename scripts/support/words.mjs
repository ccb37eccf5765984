/**
 * Words that must not be in the product: paths of somebody's machine, hosts of package
 * registries, leftovers. A letter in brackets keeps each pattern from finding itself.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './stamp.mjs';

/** Larger files are data. */
const LIMIT_BYTES = 1_000_000;

const RULES = [
  {
    name: 'machine-path',
    pattern:
      /(?<![\w.~-])\/(work\/(main|shared)\b|root\/|(home|Users)\/(?!(jovyan|me|ada)\/)\w+\/)/,
    remedy: 'Use a path relative to the checkout, or /home/me in an example.'
  },
  {
    name: 'registry-host',
    pattern:
      /registry\.npm[j]s|registry\.yarn[p]kg|\bpypi\.[o]rg|python[h]osted|proxy\.golan[g]/,
    remedy: 'Tools know their registry from the user’s own settings.'
  },
  {
    name: 'leftover',
    pattern: /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b|\bfor no[w]\b|\bstu[b](s|bed)?\b/,
    remedy: 'Finish it, or open an issue.'
  },
  {
    name: 'leftover',
    // The HTML attribute keeps its name.
    pattern: /\bplaceholde[r]s?\b(?!["']?\s*[=:])/i,
    remedy: 'Finish it, or name what it stands for.'
  },
  {
    name: 'silenced-check',
    pattern: /eslint-disabl[e]|@ts-(ignor[e]|nochec[k]|expect-erro[r])|type: ignor[e]/,
    remedy: 'Mend the code that the tool complains about.'
  }
];

const SKIPPED = /^package-lock\.json$|\.(png|svg|csv|gz|zip|whl)$/;

/**
 * All findings in the files of a checkout, as `file:line: rule: remedy`.
 * @param {string} root
 * @returns {string[]}
 */
export function findWords(root) {
  return filesBelow('', root)
    .filter(
      file => !SKIPPED.test(file) && statSync(join(root, file)).size < LIMIT_BYTES
    )
    .flatMap(file => inText(file, readFileSync(join(root, file), 'utf8')));
}

function inText(file, text) {
  if (!RULES.some(({ pattern }) => pattern.test(text))) return [];
  return text
    .split('\n')
    .flatMap((line, index) =>
      RULES.filter(({ pattern }) => pattern.test(line)).map(
        ({ name, remedy }) => `${file}:${String(index + 1)}: ${name}: ${remedy}`
      )
    );
}
