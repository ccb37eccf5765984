/**
 * Counts for the closing line, as `vitest-reporter.mjs` writes them: to the file named by
 * `JKF_TEST_REPORT`. Says on descriptor 3 when a file of tests is done.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './paths.mjs';
import { duration } from './steps.mjs';

export default class TallyReporter {
  /** Tests of each file that are still to come, their time, and how many failed. */
  files = new Map();
  broken = 0;

  onBegin(_config, suite) {
    this.suite = suite;
    for (const { location } of suite.allTests()) {
      const known = this.files.get(location.file) ?? { left: 0, time: 0, failed: 0 };
      this.files.set(location.file, { ...known, left: known.left + 1 });
    }
  }

  onError() {
    this.broken += 1;
  }

  onTestEnd(test, { duration: time, retry }) {
    if (retry < test.retries && !test.ok()) return;
    const file = this.files.get(test.location.file);
    file.left -= 1;
    file.time += time;
    file.failed += test.ok() ? 0 : 1;
    if (file.left > 0) return;
    const state = file.failed > 0 ? 'FAILED' : 'passed';
    const name = relative(ROOT, test.location.file);
    writeSync(3, `  ${name} ${state}, ${duration(file.time)}\n`);
  }

  /** Not a failure where the configuration allows another attempt, and not silent. */
  nameUnsteady(tests) {
    for (const test of tests) {
      const name = relative(ROOT, test.location.file);
      writeSync(3, `  at the second attempt only: ${name}: ${test.title}\n`);
    }
  }

  onEnd() {
    const tests = this.suite?.allTests() ?? [];
    const of = outcome => tests.filter(test => test.outcome() === outcome);
    this.nameUnsteady(of('flaky'));
    const tally = {
      passed: of('expected').length + of('flaky').length,
      failed: of('unexpected').length + this.broken,
      skipped: of('skipped').map(describeSkip)
    };
    writeFileSync(process.env.JKF_TEST_REPORT, JSON.stringify(tally));
  }
}

function describeSkip(test) {
  const note = test.annotations.find(({ type }) => type === 'skip')?.description;
  return {
    name: `${relative(ROOT, test.location.file)}: ${test.title}`,
    reason: note ?? 'not reached'
  };
}
