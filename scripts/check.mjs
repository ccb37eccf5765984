#!/usr/bin/env node
/**
 * `npm run check`: types, lint, layers, styles, format, Python, words. Names as
 * arguments run only those: `npm run check -- lint format`.
 */
import { CHECKS, runChecks } from './support/checks.mjs';
import { ensurePackages } from './support/packages.mjs';
import { ROOT } from './support/paths.mjs';
import { duration } from './support/steps.mjs';
import { countLine, failed, passed, skipped, sum } from './support/tally.mjs';

const tallyOf = (name, outcome) => {
  if (outcome.skipped) return skipped(`check ${name}`, outcome.skipped);
  return outcome.code === 0
    ? passed()
    : failed(`\n── check ${name} ──\n${outcome.output}`);
};

const wordFor = outcome =>
  outcome.skipped ? 'skipped' : outcome.code === 0 ? 'passed' : 'FAILED';

/**
 * Runs checks with a line each.
 * @param {string[]} [names]
 * @returns {Promise<import('./support/tally.mjs').Tally>} a check counts as one test
 */
export async function check(names = Object.keys(CHECKS)) {
  const tallies = [];
  await runChecks(names, ROOT, (name, outcome, milliseconds) => {
    tallies.push(tallyOf(name, outcome));
    const line = `  ${name.padEnd(10)} ${wordFor(outcome)}, ${duration(milliseconds)}`;
    process.stdout.write(`${line}\n`);
  });
  return sum(tallies);
}

async function main(names) {
  const unknown = names.filter(name => !(name in CHECKS));
  if (unknown.length > 0) {
    throw new Error(
      `No such check: ${unknown.join(', ')}. There are: ${Object.keys(CHECKS).join(', ')}.`
    );
  }
  await ensurePackages();
  const tally = await check(names.length > 0 ? names : undefined);
  process.stdout.write(`${tally.output}\n${countLine(tally)}\n`);
  for (const { name, reason } of tally.skipped) {
    process.stdout.write(`skipped: ${name}: ${reason}\n`);
  }
  return tally.failed > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('check.mjs')) {
  main(process.argv.slice(2)).then(
    code => {
      process.exitCode = code;
    },
    error => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  );
}
