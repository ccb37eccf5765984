/** Counts of tests, and how they add up. */

/**
 * @typedef {{name: string, reason: string}} Skip
 * @typedef {{passed: number, failed: number, skipped: Skip[], output: string}} Tally
 *   `output`: what the user must see, empty when all passed
 */

/** @type {Tally} */
export const NOTHING = Object.freeze({ passed: 0, failed: 0, skipped: [], output: '' });

/** @returns {Tally} */
export const passed = () => ({ ...NOTHING, passed: 1 });

/** @returns {Tally} */
export const failed = output => ({ ...NOTHING, failed: 1, output });

/** @returns {Tally} */
export const skipped = (name, reason) => ({ ...NOTHING, skipped: [{ name, reason }] });

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: [...total.skipped, ...tally.skipped],
      output: total.output + tally.output
    }),
    NOTHING
  );
}

/** `3 passed, 0 failed, 1 skipped`. */
export function countLine({ passed, failed, skipped }) {
  return `${String(passed)} passed, ${String(failed)} failed, ${String(skipped.length)} skipped`;
}
