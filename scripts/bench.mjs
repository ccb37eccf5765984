#!/usr/bin/env node
/**
 * `npm run bench`: measures, with the peers in the same run, and fails when a goal is
 * missed. `-- --write` also writes the tables to `docs/benchmarks.md`; names limit it to
 * these parts: `-- push runs`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ensureEnv } from './envs.mjs';
import { ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';

const REPORT = join(ROOT, 'docs', 'benchmarks.md');

const NOTEBOOKS = ['digits', 'distributed-digits', 'torch-ddp', 'messy'];

async function build() {
  const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
  if (code !== 0) throw new Error(output);
}

/** Files in `bench/`, and what of them measures, in the report's order. */
const PARTS = {
  conversion: ['againstNbconvert', 'thousandCells'],
  plan: ['planLatency'],
  panel: ['startUp', 'gatewayPlan'],
  runs: ['firstLine', 'gatewayMemory'],
  push: ['push'],
  packages: ['packages'],
  follow: ['follow'],
  list: ['openList'],
  click: ['click'],
  pods: ['pods']
};

async function measure(context, names) {
  const sections = [];
  for (const name of names) {
    const file = await import(`../bench/${name}.mjs`);
    for (const part of PARTS[name]) {
      const section = await file[part](context);
      process.stdout.write(`${section.text}\n`);
      sections.push(section);
    }
  }
  return sections;
}

/** All parts, or those that were named. */
function chosen(args) {
  const names = args.filter(arg => !arg.startsWith('--'));
  const stranger = names.find(name => !(name in PARTS));
  if (stranger !== undefined) {
    const all = Object.keys(PARTS).join(', ');
    throw new Error(`There is no part ${stranger}. There are: ${all}.`);
  }
  if (names.length > 0 && args.includes('--write')) {
    throw new Error('The report is written whole: --write takes no names.');
  }
  return names.length > 0 ? names : Object.keys(PARTS);
}

/** What the figures were taken on: a class of machine, nobody's name. */
function machine() {
  const [cpu] = cpus();
  const memory = `${String(Math.round(totalmem() / 2 ** 30))} GiB`;
  const [busy] = loadavg();
  return [
    `${String(cpus().length)} cores (${cpu?.model.trim() ?? 'unknown'})`,
    `${memory}, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    `load ${busy.toFixed(1)} at the end`
  ].join(', ');
}

function report(sections) {
  return [
    '# Benchmarks',
    '',
    'Made by `npm run bench -- --write`: medians, all sides in one run on one machine, ' +
      'warm unless said otherwise. Read the ratios; times of a busy machine are long ' +
      'on every side.',
    '',
    `Machine: ${machine()}.`,
    '',
    'Peers run as they run elsewhere: nbconvert in-process (its `ScriptExporter`, ' +
      'templates loaded), nbclient and Fairing’s builder in processes that have imported them ' +
      'already, crane as the program it is.',
    '',
    sections.map(({ text }) => text).join('\n')
  ].join('\n');
}

async function write(text) {
  const options = { ...(await resolveConfig(REPORT)), parser: 'markdown' };
  await writeFile(REPORT, await format(text, options));
}

/** Figures of a machine that does something else are not worth keeping. */
function refuseWhenBusy() {
  const [busy] = loadavg();
  const cores = cpus().length;
  if (busy <= cores) return;
  throw new Error(
    `This computer is busy: a load of ${busy.toFixed(1)} on ${String(cores)} cores. ` +
      'Write figures down when it has nothing else to do; without --write they are only shown.'
  );
}

async function main(args) {
  const names = chosen(args);
  if (args.includes('--write')) refuseWhenBusy();
  await build();
  const { python } = await ensureEnv('dev', {
    log: line => process.stderr.write(`${line}\n`)
  });
  const folder = await mkdtemp(join(tmpdir(), 'jkf-bench-'));
  try {
    const notebooks = NOTEBOOKS.map(name => join(ROOT, 'examples', `${name}.ipynb`));
    const sections = await measure({ notebooks, folder, python }, names);
    if (args.includes('--write')) await write(report(sections));
    return sections.flatMap(({ failures }) => failures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  failures => {
    for (const failure of failures) process.stderr.write(`${failure}\n`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  },
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
);
