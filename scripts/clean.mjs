#!/usr/bin/env node
/**
 * `npm run clean`: removes what the tools made in the checkout: compiled code, bundles,
 * caches. `node_modules` itself and the Python environments stay.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './support/paths.mjs';

const OUTPUTS = new Set([
  '.pytest_cache',
  '.ruff_cache',
  '__pycache__',
  'coverage',
  'dist',
  'dist-wheel',
  'labextension',
  'lib',
  'test-results'
]);
const KEPT = new Set(['.git', 'node_modules']);

function clean(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (OUTPUTS.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) {
      rmSync(path, { recursive: true });
    } else if (entry.isDirectory() && !KEPT.has(entry.name)) {
      clean(path);
    }
  }
}

clean(ROOT);
rmSync(CACHE, { recursive: true, force: true });
