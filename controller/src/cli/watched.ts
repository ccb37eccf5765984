/** Work that takes a while, and that the first signal ends. */
import type { Message } from '@jupyterlab-kubeflow/protocol';
import type { SignalName } from '../ports/process.js';
import type { Cli } from './cli.js';
import { Progress } from './progress.js';
import type { Format } from './render/json.js';
import type { Signals } from './signals.js';

/** What the work is given. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (doing: Message) => void;
}

/**
 * Says what is done meanwhile.
 * @returns what came of it, or the signal that has ended it
 */
export async function watched<Value>(
  cli: Cli,
  { signals, output }: { readonly signals: Signals; readonly output: Format },
  work: (watch: Watch) => Promise<Value>
): Promise<Value | SignalName> {
  const progress = new Progress(cli, output);
  const abort = new AbortController();
  let ended: SignalName | undefined;
  const stop = signals.listen(name => {
    ended ??= name;
    abort.abort();
  });
  const onProgress = (doing: Message): void => {
    progress.show(doing);
  };
  try {
    return await work({ signal: abort.signal, onProgress });
  } catch (error) {
    if (ended) return ended;
    throw error;
  } finally {
    stop();
    await progress.clear();
  }
}
