/**
 * Counts for the closing line: writes `{passed, failed, skipped: [{name, reason}]}` to
 * the file named by `JKF_TEST_REPORT`, and says on descriptor 3 when a slow file is done.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './paths.mjs';
import { duration } from './steps.mjs';

/** Files quicker than this are not worth a line. */
const SLOW_MS = 5000;

export default class TallyReporter {
  onTestModuleEnd(module) {
    const { duration: milliseconds } = module.diagnostic();
    if (milliseconds < SLOW_MS) return;
    const file = relative(ROOT, module.moduleId);
    const state = module.ok() ? 'passed' : 'FAILED';
    writeSync(3, `  ${file} ${state}, ${duration(milliseconds)}\n`);
  }

  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const states = tests.map(test => test.result().state);
    const count = state => states.filter(own => own === state).length;
    // A file that does not load and an error outside any test have no test to fail.
    const broken = modules.filter(module => module.errors().length > 0).length;
    const tally = {
      passed: count('passed'),
      failed: count('failed') + broken + unhandled.length,
      skipped: tests.filter(test => test.result().state === 'skipped').map(describeSkip)
    };
    writeFileSync(process.env.JKF_TEST_REPORT, JSON.stringify(tally));
  }
}

function describeSkip(test) {
  const file = relative(ROOT, test.module.moduleId);
  return {
    name: `${file}: ${test.fullName}`,
    reason: test.result().note ?? 'no reason given'
  };
}
