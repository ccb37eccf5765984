/** How many generated inputs a property test of this folder takes. */
const soak = process.env['JKF_SOAK'] === '1';

export const RUNS = soak ? 10_000 : 1000;

/** Milliseconds a property may take. */
export const TIMEOUT = soak ? 1_800_000 : 300_000;
