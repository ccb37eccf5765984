/** Whether what the pages point at is there: relative links, and paths of the checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from './stamp.mjs';

const CODE = /^(`{3,}).*?^\1$|`[^`\n]+`/gms;
const LINK = /\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g;
/** Where paths in the text start: at the top, or in the back end. */
const BASES = ['', 'controller/src'];

/** Every page of a checkout, relative to its top. */
export function pagesOf(root) {
  return filesBelow('', root).filter(file => file.endsWith('.md'));
}

/**
 * Relative links that lead nowhere: to no file, or to no heading of a page.
 * @param {string} root
 * @param {string} page relative to `root`
 * @returns {string[]}
 */
export function deadLinks(root, page) {
  const text = readFileSync(join(root, page), 'utf8').replace(CODE, '');
  return [...text.matchAll(LINK)]
    .map(([, markdown, html]) => markdown ?? html)
    .filter(target => !/^[a-z]+:/i.test(target) && !leads(root, page, target));
}

function leads(root, page, target) {
  const [path, heading] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).has(heading);
}

/** Anchors as GitHub makes them. */
function headingsOf(text) {
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);
  return new Set(
    titles.map(title =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-')
    )
  );
}

/**
 * Names between backticks that look like paths of the checkout and are none. Braces
 * list several; what is in angle brackets or capitals is not meant literally.
 * @param {string} root
 * @param {string} page relative to `root`
 * @returns {string[]}
 */
export function deadPaths(root, page) {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/`([\w.@-]+\/[\w.@/{},-]*|[\w.-]+\.(?:ts|mjs|py))`/g)]
    .flatMap(([, path]) => expand(path))
    .filter(path => !BASES.some(base => existsSync(join(root, base, path))));
}

/** `a/{b,c}.ts` → `a/b.ts`, `a/c.ts`. */
function expand(path) {
  const [, before, names, after] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
  return names === undefined
    ? [path]
    : names.split(',').map(name => before + name + after);
}
