#!/usr/bin/env node
/**
 * `npm run check:violations`: proves that the checks catch what they are there for. All
 * deliberate violations go into a copy of the checkout; each check runs there once, as
 * `npm run check` runs it, and must name each file with the expected rule.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CHECKS } from './support/checks.mjs';
import { BIN, ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';
import { filesBelow } from './support/stamp.mjs';
import { duration } from './support/steps.mjs';
import { LAYERS } from './violations/layers.mjs';
import { LINT } from './violations/lint.mjs';
import { REST } from './violations/rest.mjs';
import { TYPES } from './violations/types.mjs';

const ROWS = [...TYPES, ...LINT, ...LAYERS, ...REST];

/** Characters of a check’s output worth showing when it missed something. */
const SHOWN = 4000;

const OWN_SCOPE = '@jupyterlab-kubeflow';

/** Links installed packages one by one: our own workspaces must be those of the copy. */
function linkPackages(copy) {
  const modules = join(ROOT, 'node_modules');
  mkdirSync(join(copy, 'node_modules', OWN_SCOPE), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name === OWN_SCOPE || name === '.cache') continue;
    symlinkSync(join(modules, name), join(copy, 'node_modules', name));
  }
  for (const workspace of ['protocol', 'controller']) {
    symlinkSync(
      join(copy, workspace),
      join(copy, 'node_modules', OWN_SCOPE, workspace)
    );
  }
}

function write(copy, { file, text }) {
  // It is a link to the checkout's own packages: writing there would change them.
  if (file.startsWith('node_modules/')) throw new Error(`Not a file of ours: ${file}`);
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

/** Compiles the contract before it is broken: what imports it must find its types. */
async function compileProtocol(copy) {
  const tsc = join(BIN, 'tsc');
  const { code, output } = await run(node(), [tsc, '-b', 'protocol'], { cwd: copy });
  if (code !== 0) throw new Error(`protocol does not compile:\n${output}`);
}

async function makeCopy() {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'jkf-violations-')));
  for (const file of filesBelow('')) {
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  }
  linkPackages(copy);
  await compileProtocol(copy);
  for (const row of ROWS)
    [...(row.given ?? []), row].forEach(file => write(copy, file));
  return copy;
}

const lines = output => output.split('\n');

/** A cycle is reported once, with the rest of its files on lines of their own. */
function readLayers(output) {
  let rule;
  return lines(output).map(line => {
    const start = /error ([\w-]+): (\S+)/.exec(line);
    rule = start?.[1] ?? rule;
    return [start?.[2] ?? /^ {6}(\S+)/.exec(line)?.[1], rule];
  });
}

/** How each check names file and rule. */
const READERS = {
  types: output =>
    lines(output).map(line =>
      /^(.+?)\(\d+,\d+\): error (TS\d+)/.exec(line)?.slice(1, 3)
    ),
  lint: (output, copy) =>
    JSON.parse(output).flatMap(({ filePath, messages }) =>
      messages
        .filter(({ severity }) => severity === 2)
        .map(({ ruleId }) => [relative(copy, filePath), ruleId])
    ),
  layers: readLayers,
  styles: (output, copy) =>
    JSON.parse(output).flatMap(({ source, warnings }) =>
      warnings.map(({ rule }) => [relative(copy, source), rule])
    ),
  format: output =>
    lines(output).map(line => [/\[warn\] (.+)/.exec(line)?.[1], 'format']),
  python: output =>
    lines(output).map(line => {
      const lint = /^(.+?):\d+:\d+: ([A-Z]+\d+)/.exec(line);
      return lint
        ? lint.slice(1, 3)
        : [/-->\s+(.+?):\d|reformat(?:ted)?: (.+)/.exec(line)?.[1], 'format'];
    }),
  words: output =>
    lines(output).map(line => /^(.+?):\d+: ([\w-]+)/.exec(line)?.slice(1, 3))
};

const MACHINE_READABLE = {
  lint: ['--format', 'json'],
  styles: ['--formatter', 'json'],
  python: ['--output-format', 'concise']
};

/** The rows of one check that it did not report. */
async function missedBy(name, copy) {
  const rows = ROWS.filter(({ check }) => check === name);
  const limits = { flags: MACHINE_READABLE[name], files: rows.map(({ file }) => file) };
  const { code, output, skipped } = await CHECKS[name](copy, limits);
  if (skipped) return { rows, missed: [], skipped };
  const found = new Set(
    READERS[name](output, copy).map(pair => pair?.join(' ').replaceAll('\\', '/'))
  );
  const missed = rows.filter(({ file, rule }) => !found.has(`${file} ${rule}`));
  return { rows, missed: code === 0 ? rows : missed, output };
}

function report(name, { rows, missed, skipped }) {
  for (const row of rows) {
    const word = skipped ? 'skipped' : missed.includes(row) ? 'MISSED' : 'caught';
    process.stdout.write(
      `${word}  ${name.padEnd(7)} ${row.rule.padEnd(48)} ${row.file}\n`
    );
  }
}

async function main() {
  const started = performance.now();
  const copy = await makeCopy();
  let missed = 0;
  try {
    for (const name of Object.keys(CHECKS)) {
      const result = await missedBy(name, copy);
      report(name, result);
      missed += result.missed.length;
      if (result.missed.length > 0)
        process.stdout.write(`${result.output.slice(0, SHOWN)}\n`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const time = duration(performance.now() - started);
  process.stdout.write(
    `${String(ROWS.length)} violations, ${String(missed)} missed, ${time}\n`
  );
  return missed > 0 ? 1 : 0;
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
);
