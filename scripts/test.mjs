#!/usr/bin/env node
/**
 * `npm test`: all parts, in order; `node scripts/test.mjs unit local` only those. Installs
 * what it needs first. Passing is quiet; the last line counts the tests of all parts.
 * With `CI=true` a part that could not run at all is a failure.
 *
 * A path after the parts limits vitest and Playwright: `node scripts/test.mjs local messy`.
 */
import { join } from 'node:path';
import { beginAhead } from './support/ahead.mjs';
import { check } from './check.mjs';
import { ensureEnv } from './envs.mjs';
import { ensurePackages } from './support/packages.mjs';
import { ROOT, node } from './support/paths.mjs';
import { checkPrerequisites } from './support/prerequisites.mjs';
import { run } from './support/process.mjs';
import { playwright, pytest, vitest } from './support/runners.mjs';
import { duration, step } from './support/steps.mjs';
import { countLine, failed, passed, skipped, sum } from './support/tally.mjs';

const RUNNER_TESTS = 'controller/runner/tests';
const RELAY_TESTS = 'jupyterlab_kubeflow/tests';

/**
 * One row a part: the Python environments it uses, whether it runs the bundle, and its
 * tests. An environment that cannot be made is no failure yet: the tests that need it
 * are skipped by name.
 */
const PARTS = {
  check: { envs: ['dev'], bundle: false, run: checks },
  unit: { envs: ['dev'], bundle: false, run: unit },
  contract: {
    envs: ['dev'],
    bundle: true,
    run: options => vitest('contract', options)
  },
  gateway: {
    envs: [],
    bundle: true,
    run: options => vitest('gateway', options)
  },
  relay: { envs: ['lab'], bundle: true, run: relay },
  package: {
    envs: ['lab'],
    bundle: true,
    run: options => vitest('package', options)
  },
  local: {
    envs: ['quickstart', 'dev', 'torch', 'tensorflow'],
    bundle: true,
    run: options => vitest('local', options)
  },
  cluster: { envs: [], bundle: true, run: options => vitest('cluster', options) },
  ui: { envs: ['lab'], bundle: true, run: ui }
};

/**
 * The seed of property tests on CI: whether a change is good must not depend on luck.
 * Everywhere else each run tries other values.
 */
const CI_SEED = '4611';

/** The parts in which loops run in full. */
const SOAK = ['contract', 'gateway', 'local', 'cluster', 'ui'];

async function checks() {
  return sum([await check(), await violations()]);
}

/** Proves that each rule catches its violation. */
async function violations() {
  const started = performance.now();
  const script = join(ROOT, 'scripts', 'violations.mjs');
  const { code, output } = await run(node(), [script]);
  const word = code === 0 ? 'passed' : 'FAILED';
  const time = duration(performance.now() - started);
  process.stdout.write(`  ${'violations'.padEnd(10)} ${word}, ${time}\n`);
  return code === 0 ? passed() : failed(`\n── violations ──\n${output}`);
}

async function unit(options, pythons) {
  const own = await vitest('unit', options);
  if (options.filters.length > 0) return own;
  return sum([own, await pythonTests(pythons.get('dev'), RUNNER_TESTS)]);
}

/** Real Jupyter servers, with the gateway and with one that misbehaves. */
function relay(_, pythons) {
  return pythonTests(pythons.get('lab'), RELAY_TESTS);
}

/** Real Chromium, a real Jupyter server, real runs. */
async function ui(options, pythons) {
  const { path, reason } = pythons.get('lab');
  if (!path) return skipped('playwright tests', reason);
  return playwright('tests', { ...options, python: path });
}

async function pythonTests({ path, reason }, folder) {
  return path ? pytest(path, folder) : skipped(`pytest ${folder}`, reason);
}

/** Interpreter of each environment, or the reason why there is none. */
async function environments(names) {
  const found = new Map();
  for (const name of names) {
    await step(`environment ${name}`, async note => {
      try {
        const { python } = await ensureEnv(name);
        found.set(name, { path: python });
      } catch (error) {
        note(`none: ${error.message.split('\n')[0]}`);
        found.set(name, { reason: error.message.split('\n')[0] });
      }
    });
  }
  return found;
}

/** Builds when a part needs it; a tally with one failure when that does not work. */
async function build(parts) {
  if (!parts.some(name => PARTS[name].bundle)) return undefined;
  return step('build', async note => {
    const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
    if (code === 0) return undefined;
    note('FAILED');
    return failed(`\n── build ──\n${output}`);
  });
}

async function setUp(parts) {
  await step('this computer', async note => note(await checkPrerequisites()));
  await step('npm packages', ensurePackages);
  const broken = await build(parts);
  const pythons = await environments(new Set(parts.flatMap(name => PARTS[name].envs)));
  return { broken, pythons };
}

async function runPart(name, options, { broken, pythons }) {
  process.stdout.write(`${name}\n`);
  const started = performance.now();
  const part = PARTS[name];
  const tally = broken && part.bundle ? broken : await part.run(options, pythons);
  const time = duration(performance.now() - started);
  process.stdout.write(`${tally.output}  ${countLine(tally)}, ${time}\n`);
  return ranAtAll(tally) ? tally : missed(name, tally);
}

const isCI = process.env.CI === 'true';

const randomSeed = () => String(Math.floor(Math.random() * 2 ** 31));

const ranAtAll = tally => tally.passed + tally.failed > 0;

/** A part without a single result: nothing was there, or everything was skipped. */
function missed(name, tally) {
  const reason = tally.skipped[0]?.reason ?? 'no tests were found';
  if (isCI) {
    process.stdout.write(
      `  With CI=true the part ${name} may not be skipped: ${reason}\n`
    );
    return sum([tally, failed('')]);
  }
  return tally.skipped.length > 0 ? tally : skipped(`part ${name}`, reason);
}

/** Splits arguments into parts and a filter for vitest. */
function parse(args) {
  const soak = args.includes('soak');
  const named = args.filter(arg => arg in PARTS);
  const filters = args.filter(arg => !(arg in PARTS) && arg !== 'soak');
  const parts = named.length > 0 ? named : soak ? SOAK : Object.keys(PARTS);
  return { parts, filters, soak };
}

/** Only where other parts come first: the cluster's own tests make what they need. */
async function makeAhead(parts, filters) {
  const useful = parts.indexOf('cluster') > 0 && filters.length === 0;
  return useful ? beginAhead() : () => undefined;
}

async function main(args) {
  const { parts, filters, soak } = parse(args);
  const started = performance.now();
  const seed = process.env.JKF_SEED ?? (isCI ? CI_SEED : randomSeed());
  const ready = await setUp(parts);
  process.stdout.write(`seed ${seed} (repeat with JKF_SEED=${seed})\n`);
  const env = { JKF_SEED: seed, ...(soak ? { JKF_SOAK: '1' } : {}) };
  const endAhead = await makeAhead(parts, filters);
  const tallies = [];
  for (const name of parts) tallies.push(await runPart(name, { env, filters }, ready));
  await endAhead();
  return close(sum(tallies), performance.now() - started);
}

function close(total, milliseconds) {
  for (const { name, reason } of total.skipped) {
    process.stdout.write(`skipped: ${name}: ${reason}\n`);
  }
  process.stdout.write(`\n${duration(milliseconds)}\n${countLine(total)}\n`);
  return total.failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.message.trimEnd()}\n`);
    process.stdout.write(`${countLine(failed(''))}\n`);
    process.exitCode = 1;
  }
);
