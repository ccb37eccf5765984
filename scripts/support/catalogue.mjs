/**
 * The catalogues of translations: what has to be translated (strings given to the
 * translator in `src/`, settings in `schema/`, the tables of sentences in `protocol/`), and what a catalogue
 * has of it. Catalogues are JSON as JupyterLab's language packs have it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const DOMAIN = 'jupyterlab_kubeflow';

/** Where a catalogue is kept: the server extension finds it by its entry point. */
export function cataloguePath(root, locale) {
  const folder = join(root, 'jupyterlab_kubeflow', 'locale', locale, 'LC_MESSAGES');
  return join(folder, `${DOMAIN}.json`);
}

/** Methods of a translator that take a text, and those that take one for each number. */
const SINGULAR = new Set(['__', 'gettext']);
const PLURAL = new Set(['_n', 'ngettext']);

/**
 * Everything to be translated.
 * @returns {Map<string, {plural?: string, where: string}>} by English text
 */
export function extract(root) {
  const found = new Map();
  for (const path of sources(join(root, 'src'))) {
    for (const entry of callsIn(join(root, 'src', path))) {
      add(found, { ...entry, where: `src/${path}` });
    }
  }
  for (const name of readdirSync(join(root, 'schema'))) {
    const schema = JSON.parse(readFileSync(join(root, 'schema', name), 'utf8'));
    for (const text of textsOf(schema)) add(found, { text, where: `schema/${name}` });
  }
  for (const table of ['errors', 'reasons']) {
    const folder = join(root, 'protocol', 'src', table);
    for (const path of sources(folder)) {
      const where = `protocol/src/${table}/${path}`;
      for (const text of sentencesIn(join(folder, path), table)) {
        add(found, { text, where });
      }
    }
  }
  return found;
}

/** What people read of a schema of settings; one without a setting is never shown. */
function textsOf(schema) {
  const properties = Object.values(schema.properties);
  if (properties.length === 0) return [];
  return [schema, ...properties].flatMap(({ title, description }) =>
    [title, description].filter(text => text !== undefined)
  );
}

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .map(path => path.split('\\').join('/'))
    .filter(path => /\.tsx?$/.test(path) && !/\.(?:test|d)\.tsx?$/.test(path))
    .sort();
}

function add(found, { text, plural, where }) {
  const before = found.get(text);
  if (before && before.plural !== plural) {
    throw new Error(
      `“${text}” has a plural in ${where} or ${before.where}, not in both.`
    );
  }
  found.set(text, { where, ...(plural === undefined ? {} : { plural }) });
}

function parse(path) {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const text = readFileSync(path, 'utf8');
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
}

function* nodesBelow(node) {
  yield node;
  for (const child of childrenOf(node)) yield* nodesBelow(child);
}

function childrenOf(node) {
  const children = [];
  ts.forEachChild(node, child => {
    children.push(child);
  });
  return children;
}

/** Calls whose text is computed translate rows of the tables, which are found there. */
function* callsIn(path) {
  for (const node of nodesBelow(parse(path))) {
    if (!ts.isCallExpression(node)) continue;
    const { expression, arguments: given } = node;
    if (!ts.isPropertyAccessExpression(expression)) continue;
    const [text, plural] = given.map(literal);
    const method = expression.name.text;
    if (text === undefined) continue;
    if (SINGULAR.has(method)) yield { text };
    if (PLURAL.has(method) && plural !== undefined) yield { text, plural };
  }
}

/** Of errors: sentence and remedy; of reasons: every text of the table. */
function* sentencesIn(path, table) {
  for (const node of nodesBelow(parse(path))) {
    if (!ts.isPropertyAssignment(node)) continue;
    const text = literal(node.initializer);
    const name = ts.isIdentifier(node.name) ? node.name.text : '';
    const wanted = table === 'reasons' || name === 'sentence' || name === 'remedy';
    if (wanted && text !== undefined) yield text;
  }
}

function literal(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** Holes of a text, sorted: `%1` and `{name}`. */
export function holes(text) {
  return (text.match(/%\d|\{\w+\}/g) ?? []).sort();
}

/**
 * What is wrong with a catalogue, a line each.
 * @param {ReturnType<typeof extract>} wanted
 * @param {Record<string, unknown>} catalogue
 */
export function faults(wanted, catalogue) {
  const missing = [...wanted].flatMap(([text, { plural, where }]) =>
    faultsOf(text, plural, catalogue[text]).map(fault => `${where}: “${text}” ${fault}`)
  );
  const surplus = Object.keys(catalogue)
    .filter(text => text !== '' && !wanted.has(text))
    .map(text => `“${text}” is not used any more`);
  return [...missing, ...surplus];
}

function faultsOf(text, plural, forms) {
  if (!Array.isArray(forms) || forms.some(form => form === '')) return ['is missing'];
  // JupyterLab tells singular and plural entries apart by their number of forms.
  if (forms.length !== (plural === undefined ? 1 : 2)) return ['has too few forms'];
  const expected = holes(text).join();
  return forms
    .filter(form => holes(form).join() !== expected)
    .map(form => `has other holes than “${form}”`);
}

/** The catalogue with an empty entry for all that is missing, and without the surplus. */
export function complete(wanted, catalogue) {
  const header = { '': catalogue[''] };
  const texts = [...wanted.keys()].sort();
  const entries = texts.map(text => {
    const forms = wanted.get(text).plural === undefined ? [''] : ['', ''];
    return [text, catalogue[text] ?? forms];
  });
  return { ...header, ...Object.fromEntries(entries) };
}
