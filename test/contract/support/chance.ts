/** Random moments that can be had again: the seed is printed, and taken from `JKF_SEED`. */

/** How often a test that kills at random is repeated: `JKF_SOAK=1` means in full. */
export const LOOPS = process.env['JKF_SOAK'] === '1' ? 50 : 3;

/** Milliseconds that all loops together may take. */
export const LOOPS_TIMEOUT = LOOPS * 30_000;

/** Numbers from 0 up to 1, the same for the same seed. */
export function chanceOf(name: string): () => number {
  const seed = Number(process.env['JKF_SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`  ${name}: JKF_SEED=${String(seed)}\n`);
  let state = seed;
  return () => {
    // Mulberry32's step, in 32 bits.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
