/** Progress lines: `[2/5] npm packages … 34 s`. Plain text; a terminal sees seconds pass. */

/** `0.4 s`, `34 s`, `2 min 5 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 120
    ? `${String(whole)} s`
    : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

/**
 * Writes `label … `, works, completes the line with what `work` returned and the time.
 * @template T
 * @param {string} label
 * @param {(note: (text: string) => void) => Promise<T>} work `note` sets the text before
 *   the time, e.g. `up to date`
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Promise<T>}
 */
export async function step(label, work, stream = process.stdout) {
  const started = performance.now();
  const ticking = tick(label, started, stream);
  let said = '';
  const finish = word => {
    clearInterval(ticking);
    const text = [said, word, duration(performance.now() - started)];
    stream.write(`${text.filter(Boolean).join(', ')}\n`);
  };
  stream.write(`${label} … `);
  try {
    const result = await work(text => (said = text));
    finish('');
    return result;
  } catch (error) {
    finish('FAILED');
    throw error;
  }
}

/** Rewrites the line every second on a terminal, so that a long step is seen to live. */
function tick(label, started, stream) {
  if (!stream.isTTY) return undefined;
  const rewrite = () => {
    const seconds = Math.round((performance.now() - started) / 1000);
    stream.write(`\r\u001b[K${label} … ${String(seconds)} s`);
    stream.write(`\r\u001b[K${label} … `);
  };
  return setInterval(rewrite, 1000).unref();
}
