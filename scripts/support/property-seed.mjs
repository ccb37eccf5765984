/**
 * Gives all property tests of a run one seed, which `scripts/test.mjs` prints and
 * `JKF_SEED` repeats. Alone, fast-check chooses, and names its seed when a test fails.
 */
import { configureGlobal } from 'fast-check';

const seed = Number(process.env.JKF_SEED);
if (process.env.JKF_SEED && Number.isInteger(seed)) configureGlobal({ seed });
