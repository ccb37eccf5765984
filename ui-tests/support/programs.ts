/** What the notebooks of the tests do: Python sources of cells. */

/** Prints which rank it is on. */
export const RANK = 'import os, sys, time\nrank = os.environ.get("RANK", "0")';

/**
 * Prints `rank 0 line 1` to `rank 0 line COUNT`, each with a moment of rest so that
 * there is something to interrupt.
 */
export function numbered(count: number, pause = 0): string {
  return [
    `for number in range(1, ${String(count + 1)}):`,
    '    print(f"rank {rank} line {number}", flush=True)',
    ...(pause > 0 ? [`    time.sleep(${String(pause)})`] : [])
  ].join('\n');
}

/** Waits until the file is there; a test opens the gate when it has seen enough. */
export function waitFor(gate: string): string {
  return `while not os.path.exists(${JSON.stringify(gate)}):\n    time.sleep(0.05)`;
}

/** Prints a metric step by step. */
export function metric(name: string, steps: number): string {
  return [
    `for step in range(1, ${String(steps + 1)}):`,
    `    print(f"epoch {step}: ${name}={1 / step:.4f}", flush=True)`
  ].join('\n');
}

/** Prints numbered lines, a hundred a second, until the gate is open, and then `finished`. */
export function talkUntil(gate: string): string {
  return [
    'number = 0',
    `while not os.path.exists(${JSON.stringify(gate)}):`,
    '    number += 1',
    '    print(f"rank {rank} line {number}", flush=True)',
    '    time.sleep(0.01)',
    'print("finished", flush=True)'
  ].join('\n');
}
