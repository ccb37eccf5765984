#!/usr/bin/env node
/**
 * Brings the catalogues of translations up to date with the code: adds an empty entry
 * for each new string and takes out those that are not used any more. Ends with 1 and
 * a line for each string that is still to be translated.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cataloguePath, complete, extract, faults } from './support/catalogue.mjs';
import { ROOT } from './support/paths.mjs';

async function update(locale, wanted) {
  const path = cataloguePath(ROOT, locale);
  const catalogue = complete(wanted, JSON.parse(readFileSync(path, 'utf8')));
  const options = { ...(await resolveConfig(path)), parser: 'json' };
  writeFileSync(path, await format(JSON.stringify(catalogue), options));
  return faults(wanted, catalogue).map(fault => `${locale}: ${fault}`);
}

const wanted = extract(ROOT);
const locales = readdirSync(join(ROOT, 'jupyterlab_kubeflow', 'locale'));
const open = [];
for (const locale of locales) open.push(...(await update(locale, wanted)));
process.stdout.write(open.map(line => `${line}\n`).join(''));
process.exitCode = open.length > 0 ? 1 : 0;
