/** Ctrl-C, for commands that start what must not outlive them. */

/** Ctrl-C ends what was started, and nothing is left half made. */
export async function interruptible(
  work: (signal: AbortSignal) => Promise<void>
): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(new Error('Cancelled.'));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
